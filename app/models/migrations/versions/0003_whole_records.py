"""Add what belongs to people, pairs, organisations and the matching."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables and the new columns; what older records lack is empty."""
    op.create_table(
        "erasure",
        sa.Column("record_id", ID, autoincrement=False, nullable=False),
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "household",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("notes", sa.String(length=2000), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_caption_key_id"), ["caption_key", "id"], unique=False)

    op.create_table(
        "interest",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
        sa.UniqueConstraint("name", name=op.f("uq_interest_name")),
    )
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interest_caption_key_id"), ["caption_key", "id"], unique=False)

    op.create_table(
        "match_rules",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_rules")),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_match_rules_kind_name")),
    )
    with op.batch_alter_table("match_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_rules_caption_key_id"), ["caption_key", "id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("own_community", sa.Boolean(), nullable=False),
        sa.Column("street", sa.String(length=80), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("city", sa.String(length=60), nullable=False),
        sa.Column(
            "city_key",
            KEY,
            nullable=False,
        ),
        sa.Column("county", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("website", sa.String(length=160), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("agreement", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("first_contact", sa.Date(), nullable=True),
        sa.Column("notes", sa.String(length=4000), nullable=False),
        sa.Column("own", sa.JSON(), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_city_key"), ["city_key"], unique=False)

    op.create_table(
        "own_field",
        sa.Column("table", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("options", sa.String(length=2000), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_field")),
    )
    with op.batch_alter_table("own_field", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_field_caption_key_id"), ["caption_key", "id"], unique=False)

    op.create_table(
        "place",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("county", sa.String(length=60), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_caption_key_id"), ["caption_key", "id"], unique=False)

    op.create_table(
        "task",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("helps", sa.Integer(), nullable=False),
        sa.Column("about_table", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.BigInteger(), nullable=True),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_caption_key_id"), ["caption_key", "id"], unique=False)

    op.create_table(
        "travel",
        sa.Column("start", sa.String(length=60), nullable=False),
        sa.Column("end", sa.String(length=60), nullable=False),
        sa.Column("line", sa.String(length=80), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("last_return", sa.Time(), nullable=True),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_travel")),
        sa.UniqueConstraint("start", "end", name=op.f("uq_travel_start_end")),
    )
    with op.batch_alter_table("travel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_travel_caption_key_id"), ["caption_key", "id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("sector", sa.String(length=30), nullable=False),
        sa.Column("interests", sa.String(length=400), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("city", sa.String(length=60), nullable=False),
        sa.Column(
            "city_key",
            KEY,
            nullable=False,
        ),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("county", sa.String(length=60), nullable=False),
        sa.Column("times", sa.String(length=700), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reachability", sa.String(length=200), nullable=False),
        sa.Column("target_group", sa.String(length=120), nullable=False),
        sa.Column("open_to", sa.String(length=30), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=30), nullable=True),
        sa.Column("level", sa.String(length=30), nullable=True),
        sa.Column("with_children", sa.Boolean(), nullable=False),
        sa.Column("childcare", sa.Boolean(), nullable=False),
        sa.Column("cost", sa.String(length=80), nullable=False),
        sa.Column("notes", sa.String(length=4000), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_offer_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_city_key"), ["city_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("given", sa.Date(), nullable=False),
        sa.Column("form_version", sa.String(length=40), nullable=False),
        sa.Column("signed_by", sa.String(length=30), nullable=False),
        sa.Column("guardian", sa.String(length=120), nullable=False),
        sa.Column("withdrawn", sa.Date(), nullable=True),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_consent_person_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_person_id"), ["person_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_document_person_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_person_id"), ["person_id"], unique=False)

    op.create_table(
        "language_skill",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=30), nullable=False),
        sa.Column("level", sa.String(length=30), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=120), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_language_skill_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_skill")),
    )
    with op.batch_alter_table("language_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_language_skill_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_language_skill_person_id"), ["person_id"], unique=False)

    op.create_table(
        "match_decision",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("mentor_id", sa.BigInteger(), nullable=True),
        sa.Column("offer_id", sa.BigInteger(), nullable=True),
        sa.Column("verdict", sa.String(length=30), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["person.id"],
            name=op.f("fk_match_decision_mentor_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_match_decision_offer_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_match_decision_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_decision")),
        sa.UniqueConstraint("person_id", "mentor_id", name=op.f("uq_match_decision_person_id_mentor_id")),
        sa.UniqueConstraint("person_id", "offer_id", name=op.f("uq_match_decision_person_id_offer_id")),
    )
    with op.batch_alter_table("match_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_decision_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_decision_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_decision_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_decision_person_id"), ["person_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_note_person_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_person_id"), ["person_id"], unique=False)

    op.create_table(
        "organisation_contact",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("function", sa.String(length=80), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_contact_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_organisation_contact_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_contact")),
    )
    with op.batch_alter_table("organisation_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_contact_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_contact_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_contact_person_id"), ["person_id"], unique=False)

    op.create_table(
        "pair",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("mentee_id", sa.BigInteger(), nullable=False),
        sa.Column("mentor_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("proposed", sa.Date(), nullable=True),
        sa.Column("introduction", sa.Date(), nullable=True),
        sa.Column("mentee_agreed", sa.Date(), nullable=True),
        sa.Column("mentor_agreed", sa.Date(), nullable=True),
        sa.Column("active", sa.Date(), nullable=True),
        sa.Column("paused", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("reviewed", sa.Date(), nullable=True),
        sa.Column("next_review", sa.Date(), nullable=True),
        sa.Column("inquired", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=30), nullable=True),
        sa.Column("end_note", sa.String(length=400), nullable=False),
        sa.Column("notes", sa.String(length=4000), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_pair_mentee_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_pair_mentor_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_pair_project_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
    )
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pair_mentee_id"), ["mentee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pair_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pair_project_id"), ["project_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("offer_id", sa.BigInteger(), nullable=True),
        sa.Column("assistant_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("proposed", sa.Date(), nullable=True),
        sa.Column("asked", sa.Date(), nullable=True),
        sa.Column("trial", sa.Date(), nullable=True),
        sa.Column("trial_time", sa.Time(), nullable=True),
        sa.Column("started", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("after_3", sa.String(length=30), nullable=True),
        sa.Column("after_3_on", sa.Date(), nullable=True),
        sa.Column("after_6", sa.String(length=30), nullable=True),
        sa.Column("after_6_on", sa.Date(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("notes", sa.String(length=2000), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["assistant_id"],
            ["person.id"],
            name=op.f("fk_placement_assistant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_placement_offer_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_placement_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_placement_person_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_placement_project_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_assistant_id"), ["assistant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_project_id"), ["project_id"], unique=False)

    op.create_table(
        "qualification",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=True),
        sa.Column("modules", sa.String(length=1000), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("practice", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("renews_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_qualification_course_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_qualification_person_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["renews_id"],
            ["qualification.id"],
            name=op.f("fk_qualification_renews_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qualification_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_qualification_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_qualification_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_qualification_renews_id"), ["renews_id"], unique=False)

    op.create_table(
        "pair_goal",
        sa.Column("pair_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_pair_goal_pair_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_goal")),
    )
    with op.batch_alter_table("pair_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_goal_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pair_goal_pair_id"), ["pair_id"], unique=False)

    op.create_table(
        "pair_meeting",
        sa.Column("pair_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=30), nullable=False),
        sa.Column("topic", sa.String(length=400), nullable=False),
        sa.Column("next_step", sa.String(length=400), nullable=False),
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column(
            "caption_key",
            KEY,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_pair_meeting_pair_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_meeting")),
    )
    with op.batch_alter_table("pair_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_meeting_caption_key_id"), ["caption_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pair_meeting_pair_id"), ["pair_id"], unique=False)

    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("followed_up", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("episodes", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("second_nationality", sa.String(length=60), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(sa.Column("interests", sa.String(length=400), nullable=True))
        batch_op.add_column(sa.Column("times", sa.String(length=700), nullable=True))
        batch_op.add_column(sa.Column("mobility", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("radius", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("children", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("childcare", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("household_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("own", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
        batch_op.add_column(sa.Column("anonymised", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_household_id"), ["household_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_person_household_id"),
            "household",
            ["household_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sites", sa.String(length=1000), nullable=False, server_default=sa.text("''")))
        batch_op.add_column(sa.Column("last_payment", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("proof_submitted", sa.Date(), nullable=True))

    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.add_column(sa.Column("acquired", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("police_seen", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("police_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("women_only", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("wish_children", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("wish_age_from", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("wish_age_to", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("wish", sa.String(length=400), nullable=False, server_default=sa.text("''")))
