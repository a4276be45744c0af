"""The building blocks of every screen. Import them from their module; this file only lists them.

basics      label(text, role, tone, wrap=), row(*parts), column(*parts), plain(layout), empty(layout), line(),
            IconLabel(meaning, colour, size), named(widget, accessible, name). A part: widget, layout, gap in px, None
            for stretch.
buttons     Button(text, action, icon, name, small=), PrimaryButton, LinkButton, IconButton(icon, text, action,
            name, framed=, checkable=, size=)
card        Card(title, link, padded=, name=): body, header, add_to_header(widget), set_count(n), add_foot(layout),
            link_clicked
banner      Banner(kind, text, lead, link): tell(kind, text, lead, link), link_clicked; kinds info, warn, err, ok
badge       Badge(text, kind, icon): show_fact(…)
chips       FilterChip(text): clicked, removed; AddChip(); SegmentedChips([(key, text)]): changed(key), chosen(),
            choose(key)
status      STATES; StatusText(state, text, small=): show_state(…), set_wrap()
toast       Toast(window): tell(text, undo=), undo_clicked, place(above); announce(widget, text) for screen readers
progress    ProgressPanel(text, consequence): watch(progress), stop(); ProgressLine(tasks)
empty       EmptyState(icon, title, text, buttons, link); EmptyState.no_hits(searched, reset)
search      SearchField(hint, name): searched(text)
targets     TargetBar(text, actual, target, time): show_target(…); Bar(share, time); TrafficLight(light): show_light(…)
breadcrumb  Breadcrumb(title, [(text, action)])
elided      Elided(text)
side_by_side SideBySide([(widget, share)], margins), scrolling(widget)
focus       FocusRing(window)
flow        FlowLayout(parent, spacing)
table       set_up_table(view, name, accessible, rows), set_row_height(view, rows), RowDelegate(view), Cell (roles)

Style sheet properties, set with theme.mark(widget, …): QLabel role/tone, dense="true"; QPushButton
kind="primary|link|chip", dense="true"; QToolButton kind="framed"; fields problem="missing|wrong",
computed="true"; QFrame card, line, box="true".
"""
