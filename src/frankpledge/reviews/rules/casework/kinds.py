"""Every kind of entry that the log of a case can hold: one table. Pure."""

from __future__ import annotations

from frankpledge.reviews.rules.casework import learning_codes as codes
from frankpledge.reviews.rules.casework.fields import (
    Group,
    Kind,
    choice,
    day,
    long,
    many,
    month_day,
    number,
    partnership,
    pounds,
    text,
)
from frankpledge.reviews.rules.timetable import QA_OUTCOMES

F, FAM, IMR, L, M, P = Group.FILE, Group.FAMILY, Group.IMR, Group.LEARNING, Group.MONEY, Group.PUBLICATION
YES_NO_UNKNOWN = (("yes", "Yes"), ("no", "No"), ("not-known", "Not known"))
QUESTIONS = (
    ("has_died", "C1: somebody has died"),
    ("is_sixteen", "C2: the person who died was 16 or over"),
    ("relative", "C3: the other person was a relative"),
    ("intimate", "C3: the other person was a partner, now or before"),
    ("household", "C4: they were of the same household"),
    ("harm", "C5: the death resulted, or seems to have resulted, from violence, abuse or neglect"),
    ("domestic_abuse", "C5: from domestic abuse, as the 2021 Act defines it"),
    ("own_hand", "C6: the person took their own life"),
    ("gives_concern", "C6: the circumstances of that give concern"),
    ("unexplained", "C7: the death is unexpected or unexplained"),
    ("abuse_before", "C7: there was abuse before the death"),
    ("other_is_sixteen", "C9: the other person was 16 or over"),
)
SOURCES = (("police", "Police"), ("coroner", "Coroner"), ("health", "Health service"), ("council", "Council"),
           ("family", "Family"), ("other-partnership", "Another partnership"), ("other", "Somebody else"))  # fmt: skip
DECIDERS = (("chair", "The chair of the partnership"), ("vice-chair", "The vice-chair, in the chair’s place"),
            ("board-chair", "The chair of the safeguarding board (Wales)"))  # fmt: skip
RECIPIENTS = (
    ("domestic-abuse-commissioner", "Domestic Abuse Commissioner"),
    ("secretary-of-state", "Secretary of State (Home Office)"),
    ("policing-body", "Police and crime commissioner"),
    ("agencies", "Each agency that took part"),
    ("family", "Family, or their advocate"),
    ("national-library", "National library of reviews"),
    ("coroner", "Coroner"),
    ("safeguarding-boards", "Safeguarding boards"),
    ("health-board", "Health and wellbeing board"),
    ("welsh-ministers", "Welsh Ministers"),
)
NOTICES = (("police", "Police"), ("coroner", "Coroner"), ("cps", "Crown Prosecution Service, through the police"),
           ("family", "Family"), ("referrer", "Whoever asked for the review"), ("agencies", "Agencies"))  # fmt: skip
PROCESSES = (
    ("criminal", "Police investigation or trial"), ("inquest", "Inquest"), ("adult-review", "Safeguarding adults review"),
    ("child-review", "Child safeguarding practice review"), ("weapons-review", "Offensive weapons homicide review"),
    ("mappa", "MAPPA serious case review"), ("health-review", "Patient safety or mental health review"),
    ("conduct", "Police conduct or ombudsman inquiry"), ("other", "Something else"),
)  # fmt: skip
RESTRICTIONS = (("none", "Nothing waits"), ("interviews", "Interviews wait"), ("publication", "Publication waits"),
                ("both", "Interviews and publication wait"))  # fmt: skip
REASONS = (
    ("criminal-trial", "Criminal trial"), ("inquest", "Inquest"), ("family-request", "The family asked"),
    ("agency-late", "An agency is late"), ("chair-unavailable", "The chair is unavailable"),
    ("complexity", "Complexity, or a joint review"), ("capacity", "Capacity"), ("home-office", "Waiting for the Home Office"),
    ("other", "Another reason"),
)  # fmt: skip
WRITTEN_PARTS = (
    ("tribute", "Who they were: a tribute"), ("background", "Background information (the facts)"), ("chronology", "Chronology"),
    ("overview", "Overview: what each agency and the family knew"), ("analysis", "Analysis"), ("conclusions", "Conclusions"),
    ("lessons", "Lessons to be learnt"), ("key-issues", "Executive summary: key issues"),
    ("short-chronology", "Executive summary: chronology"),
)  # fmt: skip
"""The parts of a report that only its author can write; every other part comes from the log."""
PARTS_APPOINTED = (("independent-chair", "Independent chair"), ("author", "Author"), ("panel", "Panel member"),
                   ("imr-author", "Author of an agency’s own review"), ("specialist", "Domestic abuse specialist on the panel"))  # fmt: skip
ABSENCE = (("answered", "They answered"), ("declined", "They declined"), ("unreachable", "They could not be reached"),
           ("unsafe", "Contact would not be safe"), ("not-traced", "They were not traced"), ("waiting", "No answer yet"))  # fmt: skip
COSTS = (("chair", "Independent chair"), ("author", "Author"), ("advocacy", "Advocacy"), ("venue", "Venue"),
         ("legal", "Legal advice"), ("translation", "Translation"), ("administration", "Administration"))  # fmt: skip

NOTICE = (
    Kind("received", "A notice came in", "A notice came in from {source}.", F, (
        choice("source", "Who told the partnership?", *SOURCES), text("channel", "How did it come?", "Email, letter, secure form."),
        day("sent", "When was it sent?", required=False), day("died", "When did the person die, as far as it is known?", required=False),
        text("people", "Pseudonyms of those who died", "One or more, with commas between: an incident with several is one review."),
        choice("young", "Was anybody who died 16 or 17?", *YES_NO_UNKNOWN),
        choice("role", "Whose review is it?", ("leading", "Ours to lead"), ("participating", "Another partnership leads; our agencies take part")),
        partnership("leader", "Which partnership leads, where it is not ours?", required=False),
    ), by_hand=False),
    Kind("criteria-answered", "A question of the criteria was answered", "{question}: {answer}. {because}", F, (
        choice("question", "Question", *QUESTIONS), choice("answer", "Answer", *YES_NO_UNKNOWN),
        long("because", "What does the answer rest on?"), text("who", "About whom, where several people died?", required=False),
    ), after=("received",), by_hand=False),
    Kind("agency-asked", "An agency was asked to secure its records", "{agency} was asked to secure its records and say what it knows, by {due}.", F, (
        text("agency", "Agency"), day("due", "Reply by"),
    ), after=("received",)),
    Kind("agency-replied", "An agency replied", "{agency} replied: known to it: {known}; records secured: {secured}.", F, (
        text("agency", "Agency"), choice("known", "Did it know anybody concerned?", *YES_NO_UNKNOWN),
        choice("secured", "Are its records secured?", ("yes", "Yes"), ("no", "Not yet"), ("nothing", "It holds none")),
        text("first_contact", "First contact", required=False), text("last_contact", "Last contact", required=False),
        text("services", "Services, by kind", required=False), text("officer", "Who holds the records, by role", required=False),
        text("elsewhere", "Agencies of other areas that it names", required=False), long("learning", "Learning that should not wait", required=False),
    ), after=("agency-asked",)),
    Kind("scoping-met", "The scoping meeting was held", "The scoping meeting advised: {advice}", F, (
        text("present", "Who was there, by role"), long("advice", "What it advises"),
    ), after=("received",)),
    Kind("young-route", "Which route leads for a person of 16 or 17 was recorded", "{leads}. {because}", F, (
        choice("leads", "Which leads?", ("this-review", "This review leads"), ("child-review", "The child safeguarding review leads"), ("joint", "Both are led as one")),
        long("because", "Why?"),
    ), after=("received",)),
)  # fmt: skip
DECISION = (
    Kind("decided", "The decision was made", "{decider} decided: {outcome}. {reasons}", F, (
        choice("outcome", "Decision", ("review", "Hold a review"), ("no-review", "The criteria are not met: hold none")),
        choice("decider", "Who decides?", *DECIDERS), text("why_not_chair", "Why not the chair?", "Needed where the vice-chair decides.", required=False),
        text("consulted", "Who was consulted?"), long("reasons", "Reasons"),
    ), after=("received",), by_hand=False),
    Kind("home-office-told", "The Home Office was told of the decision", "The Home Office was told of the decision ({how}).", F,
         (text("how", "How?"),), after=("decided",)),
    Kind("notice-sent", "Somebody was told of the decision", "{recipient} was told of the decision.", F, (
        choice("recipient", "Who?", *NOTICES), text("how", "How?"),
    ), after=("decided",)),
    Kind("challenged", "The decision was questioned", "{who} questioned the decision: {what}", F, (
        choice("who", "Who?", ("home-office", "The Home Office"), ("family", "The family"), ("other", "Somebody else")), long("what", "What do they say?"),
    ), after=("decided",)),
    Kind("challenge-answered", "A question about the decision was answered", "Outcome: {outcome}. {because}", F, (
        choice("outcome", "Outcome", ("stands", "The decision stands"), ("reconsider", "It is decided again"), ("no-response", "No answer came, and the matter is closed")),
        long("because", "Why?"),
    ), after=("challenged", "home-office-told")),
    Kind("directed", "The Secretary of State directed a review", "The Secretary of State directed that a review be held. {text}", F,
         (long("text", "What does the direction say?"),), after=("received",)),
    Kind("local-learning", "A smaller local review was offered", "A smaller local learning review was offered. {what}", F,
         (long("what", "What was offered, and to whom?"),), after=("decided",)),
    Kind("discontinued", "The review was discontinued", "{decider} discontinued the review. {reasons}", F, (
        choice("decider", "Who decides?", *DECIDERS), text("why_not_chair", "Why not the chair?", required=False),
        long("reasons", "Which criterion proved not to be met, and how did that come to light?"),
    ), after=("decided", "directed"), by_hand=False),
)  # fmt: skip
TRANSFER = (
    Kind("transfer-offered", "The review was offered to another partnership", "Offered to {to}: {because}", F, (
        partnership("to", "Which partnership?"), long("because", "Why should it lead?"), long("records", "Which records go with it?", required=False),
    ), after=("received",)),
    Kind("transfer-accepted", "The other partnership accepted", "{accepted_by} accepted the review. It leads from now on; our agencies still take part.", F, (
        text("accepted_by", "Who accepted for them, by office?"), choice("clock", "Which day does the time count from?", ("original", "The first notice"), ("new", "Their acceptance")),
    ), after=("transfer-offered",)),
    Kind("transfer-refused", "The other partnership refused", "They refused: {because}", F, (long("because", "Why?"),), after=("transfer-offered",)),
    Kind("custody-moved", "The records were handed over", "The records were handed over; receipt: {receipt}", F, (
        text("receipt", "Receipt"), text("how", "How were they sent?"),
    ), after=("transfer-accepted",)),
    Kind("transfer-in-accepted", "The review was accepted from another partnership", "Accepted from {origin}; it is ours to lead.", F, (
        partnership("origin", "From which partnership?"), text("receipt", "Receipt for the records"),
    ), after=("received",)),
    Kind("joint-agreed", "A joint review was agreed", "A joint review with {other}; {lead} leads.", F, (
        partnership("other", "With which partnership?"), partnership("lead", "Which partnership leads?"), long("duties", "Whose duties does it meet?"),
    ), after=("received",)),
    Kind("lead-told", "The leading partnership told us something", "The leading partnership told us: {what}", F, (
        long("what", "What do they say, and what do they ask of our agencies?"),
    ), after=("received",)),
    Kind("our-part-ended", "Our agencies’ part ended", "Our agencies’ part in the review ended. {how}", F, (
        long("how", "How did the review end, and what came of our agencies’ actions?"),
    ), after=("received",)),
)  # fmt: skip
WORK = (
    Kind("appointed", "Somebody was appointed", "{part} was appointed{agency}: {independence}", F, (
        choice("part", "As what?", *PARTS_APPOINTED), text("name", "Name, as the report will print it"), text("agency", "Agency", required=False),
        choice("contact", "Did they deal with anybody concerned, or manage somebody who did?", ("no", "No"), ("yes", "Yes")),
        text("past", "Past posts with agencies on the panel, with the years since", required=False),
        long("independence", "Statement of independence and experience"),
        choice("modules", "Home Office learning modules done?", *YES_NO_UNKNOWN, required=False),
        text("exception", "Why this is an exception", "Needed where they dealt with the case, or hold two parts.", required=False),
    ), after=("decided", "directed")),
    Kind("panel-met", "The panel met", "The panel met. {done}", F, (
        text("present", "Who was there, by role"), text("apologies", "Apologies", required=False), long("done", "What was decided?"),
        choice("declared", "Did everybody sign confidentiality and declare conflicts?", ("yes", "Yes"), ("no", "No")),
    ), after=("appointed",)),
    Kind("terms-drafted", "Terms of reference were drafted", "Terms of reference, version {version}, from {scope_from} to {scope_to}.", F, (
        number("version", "Version"), day("scope_from", "The review looks at the time from"), day("scope_to", "until"), text("why_from", "Why from then?"),
        long("lines", "Lines of enquiry", "One a line."), long("equality", "Each protected characteristic, and how it is looked at"),
        long("family_questions", "What the family asks", required=False), text("publication", "What is meant to be published?", required=False),
    ), after=("appointed",)),
    Kind("terms-agreed", "Terms of reference were agreed", "Terms of reference, version {version}, were agreed by {agreed_by}.", F, (
        number("version", "Version"), text("agreed_by", "By whom?"),
        choice("family_asked", "Was the family asked to comment?", ("yes", "Yes"), ("no", "No"), ("declined", "They declined")),
    ), after=("terms-drafted",)),
    Kind("imr-asked", "An agency was asked for its own review", "{agency} was asked for its own review by {due}.", IMR, (
        text("agency", "Agency"), day("due", "By"),
    ), after=("terms-agreed",)),
    Kind("imr-draft", "An agency sent a draft of its own review", "{agency} sent a draft of its own review.", IMR, (
        text("agency", "Agency"), text("author", "Author, by role"), choice("independent", "Did the author, or their staff, deal with the case?", ("no", "No"), ("yes", "Yes")),
        long("analysis", "Analysis against the terms", required=False), long("good", "Good practice", required=False), long("lessons", "Lessons", required=False),
    ), after=("imr-asked",)),
    Kind("imr-checked", "An agency’s own review was checked", "The review of {agency}: {result}. {notes}", IMR, (
        text("agency", "Agency"), choice("result", "Result", ("accepted", "accepted"), ("rework", "more is needed")), long("notes", "What is missing, or good?", required=False),
    ), after=("imr-draft",)),
    Kind("imr-final", "An agency’s own review was signed off", "{agency} signed off its own review.", IMR, (
        text("agency", "Agency"), text("signed", "Signed off by, by role"),
    ), after=("imr-draft",)),
    Kind("chronology-received", "An agency’s chronology came in", "The chronology of {agency}: {rows} entries.", IMR, (
        text("agency", "Agency"), number("rows", "Entries"),
    ), after=("terms-agreed",)),
    Kind("process-opened", "Another process runs beside", "{process} ({body}): {restriction}.", F, (
        choice("process", "What?", *PROCESSES), text("body", "Body"), text("contact", "Contact, by role", required=False),
        choice("restriction", "What waits for it?", *RESTRICTIONS), day("look_again", "Look again on", required=False),
    ), after=("received",)),
    Kind("process-ended", "Another process ended", "{process} ended: {outcome}", F, (
        choice("process", "What?", *PROCESSES), long("outcome", "How?"),
    ), after=("process-opened",)),
    Kind("hold", "Work was put on hold", "On hold: {because} {who} looks again on {look_again}.", F, (
        long("because", "What waits, and why?"), text("who", "Who looks again, by role?"), day("look_again", "Look again on", "At most three months on."),
    ), after=("decided", "directed")),
    Kind("resumed", "Work went on", "Work went on. {because}", F, (long("because", "What changed?", required=False),), after=("hold",)),
    Kind("extension-proposed", "A later day was proposed", "A later day was proposed for {clock}: {to}. {because}", F, (
        choice("clock", "What for?", ("T2", "the decision"), ("T4", "the report")), day("to", "New last day"),
        choice("reason", "Kind of reason", *REASONS), long("because", "Reasons"),
    ), after=("received",)),
    Kind("extension-agreed", "The partnership agreed a later day", "The partnership agreed the change proposed in entry {proposal}.", F, (
        number("proposal", "Number of the proposal in the log"), text("decision", "The partnership’s decision"),
    ), after=("extension-proposed",), gate="change-review-timescale", by_hand=False),
)  # fmt: skip
FAMILY = (
    Kind("family-person", "A family member or friend is in the contact plan", "{label} ({relation}); contact by {who} through {channel}.", FAM, (
        text("label", "Pseudonym"), text("relation", "Who are they to the person who died?"), text("channel", "How do they wish to be reached?"),
        text("language", "Language"), text("who", "Who makes contact?"), text("consent", "What did they agree to?", required=False),
        long("wish", "What they wish for", required=False),
    ), after=("received",)),
    Kind("family-avoid", "A day to avoid", "{label}: no letters around {day} ({why}).", FAM, (
        text("label", "Pseudonym"), month_day("day", "Day and month", "Such as 24-12"), text("why", "Why?", "A birthday, an anniversary."),
    ), after=("family-person",)),
    Kind("advocacy-offered", "Advocacy was offered", "{label} was offered the advocacy of {service}.", FAM, (
        text("label", "Pseudonym"), text("service", "Service"),
    ), after=("family-person",)),
    Kind("advocacy-answered", "An offer of advocacy was answered", "{label}: {answer}.", FAM, (
        text("label", "Pseudonym"), choice("answer", "Answer", ("accepted", "accepted"), ("declined", "declined"), ("later", "asked again later"), ("no-reply", "no reply yet")),
    ), after=("advocacy-offered",)),
    Kind("leaflet-given", "A leaflet was given", "{label} was given the leaflet for {leaflet}.", FAM, (
        text("label", "Pseudonym"), choice("leaflet", "Which?", ("family", "family members"), ("friends", "friends"), ("employers", "employers and colleagues")),
    ), after=("family-person",)),
    Kind("family-contact", "There was contact, or an attempt", "{label}: {outcome}. {what}", FAM, (
        text("label", "Pseudonym"), choice("outcome", "What came of it?", *ABSENCE), long("what", "What was said, or why there is no contact", required=False),
    ), after=("family-person",)),
    Kind("family-contribution", "A family member or friend contributed", "{label} contributed: {what}", FAM, (
        text("label", "Pseudonym"), long("what", "What they told the review"),
    ), after=("family-person",)),
    Kind("family-wish", "A wish was recorded", "{label} wishes: {wish}", FAM, (
        text("label", "Pseudonym"), long("wish", "Wish"),
    ), after=("family-person",)),
    Kind("reading-offered", "Private reading was offered", "{label} was offered to read the report in private.", FAM, (
        text("label", "Pseudonym"), text("where", "Where, and with whom?"),
    ), after=("family-person",)),
    Kind("reading-held", "The report was read in private", "{label} read the report. {comments}", FAM, (
        text("label", "Pseudonym"), long("comments", "What they said, and what was done about it", required=False),
        choice("answer", "Outcome", ("read", "They read it"), ("declined", "They declined")),
    ), after=("reading-offered",)),
    Kind("feedback-given", "The family was told what came of it", "{label} was told: {what}", FAM, (
        text("label", "Pseudonym"), long("what", "What were they told?"),
    ), after=("family-person",)),
)  # fmt: skip
REPORT = (
    Kind("draft-made", "A draft of the report was made", "Draft {version} of the overview report.", F, (
        number("version", "Version"), text("file", "Fingerprint of the file", required=False),
    ), after=("terms-agreed",)),
    Kind("part-written", "The author wrote a part of the report", "Written for the report: {part}.", F, (
        choice("part", "Which part?", *WRITTEN_PARTS), long("text", "The text", "With pseudonyms throughout. An empty line begins a new paragraph."),
    ), after=("terms-agreed",)),
    Kind("fact-check-asked", "An agency was asked to check facts", "{agency} was asked to check the facts by {due}.", F, (
        text("agency", "Agency"), day("due", "By"),
    ), after=("draft-made",)),
    Kind("fact-checked", "An agency checked the facts", "{agency} checked the facts. {corrections}", F, (
        text("agency", "Agency"), long("corrections", "Corrections", required=False),
    ), after=("fact-check-asked",)),
    Kind("panel-agreed", "The panel agreed the report", "The panel agreed the report. Dissent: {dissent}", F, (
        text("agreed", "Who agreed, by role"), long("dissent", "Who did not, and why", "Write “none” where nobody dissented."),
    ), after=("draft-made",)),
    Kind("partnership-agreed", "The partnership agreed the report", "The partnership agreed the report.", F,
         (text("decision", "The partnership’s decision"),), after=("panel-agreed",), gate="agree-review-report", by_hand=False),
    Kind("self-checked", "The report was checked before it was sent", "The report was checked against what the Home Office asks for. {notes}", F, (
        many("items", "What was looked at", *codes.SELF_CHECK), long("notes", "Notes", required=False),
    ), after=("draft-made",)),
    Kind("submitted", "The report went to the Home Office", "The report, summary and action plan went to the Home Office.", P,
         (text("how", "How?"),), after=("partnership-agreed",)),
    Kind("qa", "The Home Office answered", "The Home Office answered: {outcome}.", P, (
        choice("outcome", "Outcome", *zip(QA_OUTCOMES, ("content for publication", "content after changes", "send again", "a question"), strict=True)),
        long("points", "Areas for development, one a line", required=False),
    ), after=("submitted",)),
    Kind("qa-answered", "A point of the Home Office was dealt with", "Point {point}: {response}", P, (
        number("point", "Number of the point"), long("response", "What was done?"),
    ), after=("qa",)),
    Kind("qa-cleared", "The Home Office is content with the changes", "The Home Office is content with the changes.", P, (
        text("how", "How did it say so?"),
    ), after=("qa-answered",)),
)  # fmt: skip
PUBLICATION = (
    Kind("anonymisation-scanned", "The report was scanned for identities", "The scan of {document} found {findings}.", P, (
        text("document", "Fingerprint of the file"), number("findings", "Findings that bar publication"),
    ), after=("draft-made",), by_hand=False),
    Kind("anonymisation-signed", "Somebody signed that nobody can be known from it", "{name} signed that nobody can be known from {document}.", P, (
        text("document", "Fingerprint of the file"), text("name", "Who signs?"), long("checked", "What was looked at: rare facts, small places, dates, news"),
    ), after=("anonymisation-scanned",), by_hand=False),
    Kind("publication-prepared", "Publication was prepared", "Family told of the day: {family}; plan for children: {children}; support for staff: {staff}.", P, (
        choice("family", "Was the family told of the day?", ("yes", "yes"), ("no", "no"), ("not-possible", "not possible, as recorded")),
        choice("children", "Is there a plan for children concerned?", ("yes", "yes"), ("none", "no children are concerned"), ("no", "no")),
        choice("staff", "Is there support for staff?", ("yes", "yes"), ("no", "no")), day("planned", "Planned day", required=False),
    ), after=("qa",)),
    Kind("published", "The report was published", "The report was published at {address}.", P, (
        text("address", "Address"), text("document", "Fingerprint of the file"), day("until", "On the site until", required=False),
    ), after=("qa",), by_hand=False),
    Kind("withheld", "Publication was withheld", "{what} withheld: {because} Looked at again on {look_again}.", P, (
        choice("what", "What?", ("full", "The whole report is"), ("summary-only", "All but the summary is"), ("delayed", "The report, for now, is"), ("redacted", "Parts are")),
        long("because", "Compelling reasons about the welfare of children or others concerned"), text("decider", "Who decided?"),
        choice("home_office", "Was the Home Office told why?", ("yes", "Yes"), ("no", "No")), day("look_again", "Look again on"),
    ), after=("qa",)),
    Kind("copy-sent", "A copy was sent", "{recipient} was sent {what} ({how}).", P, (
        choice("recipient", "To whom?", *RECIPIENTS), text("what", "What?"), text("how", "How?"), text("document", "Fingerprint of the file", required=False),
    ), after=("decided", "directed")),
    Kind("copy-acknowledged", "A copy was acknowledged", "{recipient} acknowledged its copy.", P,
         (choice("recipient", "Who?", *RECIPIENTS),), after=("copy-sent",)),
    Kind("letter-sent", "A letter was sent", "“{letter}” was sent to {to}. The file is kept as it was sent.", F, (
        text("letter", "Which letter?"), text("to", "To whom?"), text("how", "How?", required=False),
        text("document", "Fingerprint", required=False), text("file", "The file as it was sent", required=False),
    ), after=("received",), by_hand=False),
    Kind("concluded", "The review was concluded", "The partnership concluded the review.", F,
         (text("decision", "The partnership’s decision"),), after=("published", "withheld"), gate="conclude-review", by_hand=False),
)  # fmt: skip
LEARNING = (
    Kind("recommendation-made", "A recommendation was made", "Recommendation {id}: {text}", L, (
        text("id", "Number", "Such as 1 or 4a"), long("text", "Recommendation"), many("themes", "Themes", *codes.THEMES),
        choice("change", "Kind of change", *codes.CHANGES), text("agency", "Agency"), choice("level", "Level", *codes.LEVELS),
        choice("stage", "Stage", *codes.STAGES), choice("council", "Is it relevant to the council?", ("yes", "Yes"), ("no", "No")),
    ), after=("decided", "directed")),
    Kind("recommendation-accepted", "An agency accepted a recommendation", "{agency} accepted recommendation {id}; {owner}, by {due}.", L, (
        text("id", "Number"), text("agency", "Agency"), text("owner", "Owner, by role"), day("due", "By"), long("action", "Action"),
        text("measure", "What should change, and how will it be seen?", required=False),
    ), after=("recommendation-made",)),
    Kind("recommendation-rejected", "A recommendation was rejected", "Recommendation {id} was rejected: {because}", L, (
        text("id", "Number"), text("agency", "Agency"), long("because", "Why?"),
    ), after=("recommendation-made",)),
    Kind("milestone", "A milestone was set or reached", "Recommendation {id}: {milestone} ({state}).", L, (
        text("id", "Number"), text("milestone", "Milestone"), choice("state", "State", ("set", "set"), ("reached", "reached")), day("due", "By", required=False),
    ), after=("recommendation-accepted",)),
    Kind("evidence-added", "Evidence was added", "Evidence for recommendation {id}: {evidence}", L, (
        text("id", "Number"), long("evidence", "Evidence"),
    ), after=("recommendation-accepted",)),
    Kind("action-done", "An agency says that it is done", "{agency} says that recommendation {id} is done.", L, (
        text("id", "Number"), text("agency", "Agency"),
    ), after=("evidence-added",)),
    Kind("action-assured", "Somebody else assured that it is done", "{by_agency} assured that recommendation {id} is done. {how}", L, (
        text("id", "Number"), text("by_agency", "Who assures it?", "Not the agency that owns it."), long("how", "How was it checked?"),
    ), after=("action-done",)),
    Kind("action-reopened", "An action was opened again", "Recommendation {id} was opened again: {because}", L, (
        text("id", "Number"), long("because", "Why?"),
    ), after=("action-done",)),
    Kind("effect-audited", "The effect was looked at later", "The effect of recommendation {id}: {result}. {finding}", L, (
        text("id", "Number"), choice("result", "Result", ("embedded", "the change has held"), ("not-embedded", "the change has not held")), long("finding", "What was found?"),
    ), after=("action-assured",)),
    Kind("action-superseded", "An action was replaced", "Recommendation {id} was replaced by {replaced_by}.", L, (
        text("id", "Number"), text("replaced_by", "By what?"),
    ), after=("recommendation-made",)),
    Kind("action-abandoned", "The partnership gave an action up", "The partnership gave up recommendation {id}.", L, (
        text("id", "Number"), text("decision", "The partnership’s decision"),
    ), after=("recommendation-made",), gate="abandon-review-action", by_hand=False),
    Kind("lesson-same", "The same lesson was found in another review", "Recommendation {id} repeats {other} of {review}.", L, (
        text("id", "Number"), text("review", "Other review"), text("other", "Its number"), text("similarity", "Likeness of the words, in per cent"),
    ), after=("recommendation-made",), by_hand=False),
    Kind("early-learning", "Learning was passed on early", "Early learning, for {release}: {text}", L, (
        long("text", "Learning, naming nobody"), many("themes", "Themes", *codes.THEMES), choice("release", "For whom?", ("internal", "the panel"), ("partners", "partners"), ("public", "everybody")),
    ), after=("received",)),
)  # fmt: skip
MONEY = (
    Kind("cost-estimated", "A cost was estimated", "{cost}: £{amount} estimated.", M, (choice("cost", "For what?", *COSTS), pounds("amount", "Pounds")), after=("received",)),
    Kind("cost", "A cost arose", "{cost}: £{amount}, {supplier}.", M, (
        choice("cost", "For what?", *COSTS), pounds("amount", "Pounds"), text("supplier", "To whom?"), text("quotes", "Quotes taken", required=False),
    ), after=("received",)),
    Kind("invoice-sent", "A partner was invoiced", "{party} was invoiced £{amount}.", M, (text("party", "Partner"), pounds("amount", "Pounds"), text("number", "Invoice number")), after=("cost",)),
    Kind("invoice-paid", "A partner paid", "{party} paid £{amount}.", M, (text("party", "Partner"), pounds("amount", "Pounds"), text("number", "Invoice number")), after=("invoice-sent",)),
)  # fmt: skip
OTHER = (
    Kind("corrected", "An earlier entry was corrected", "Entry {entry} is wrong: {because}", F, (
        number("entry", "Number of the entry"), long("because", "What is wrong with it?"),
    ), after=("received",)),
    Kind("disclosed", "Something was disclosed, or refused", "{asked} asked for {item}: {answer} ({basis}).", F, (
        text("item", "What?"), text("asked", "Who asked?"), text("basis", "Legal basis"), choice("answer", "Answer", ("given", "given"), ("refused", "refused")),
    ), after=("received",)),
)  # fmt: skip

KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        *NOTICE,
        *DECISION,
        *TRANSFER,
        *WORK,
        *FAMILY,
        *REPORT,
        *PUBLICATION,
        *LEARNING,
        *MONEY,
        *OTHER,
    )
}
"""Every kind of entry, in the order in which a review meets them."""

ON_A_PAGE = frozenset(
    {"received", "anonymisation-scanned", "anonymisation-signed", "published", "letter-sent", "lesson-same"}
)
"""What only a page of its own records, since it knows the very file: never the form of all kinds."""
OF_LEADERS = frozenset(
    {"terms-drafted", "terms-agreed", "panel-agreed", "partnership-agreed", "submitted", "qa", "published", "withheld", "concluded"}
)  # fmt: skip
"""What only the partnership that leads a review does."""
OF_OURS = frozenset({"imr-asked", "chronology-received", "recommendation-made", "appointed"})
"""What our agencies still owe where another partnership leads: it waits for no step of ours."""
OF_THEIRS = frozenset({"transfer-in-accepted", "lead-told", "our-part-ended"})
"""What there is to record only where another partnership leads, or where a joint review has two."""
