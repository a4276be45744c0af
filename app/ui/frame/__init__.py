"""Parts of the frame around the pages: mark, sidebar, menus, status row, unlocking."""
