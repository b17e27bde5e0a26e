"""The page of a team: propose, review, history. It only exists where ``fayi serve`` keeps proposals."""

from __future__ import annotations

from toolkit.web.markup import STATIC, TEAM, attributes, page, t
from toolkit.web.proposals import LANGS


def page_of(path: str) -> bytes | None:
    """The content of a path of the team pages, or ``None``."""
    if path == "assets/team.js":
        return (STATIC / "team.js").read_bytes()
    if path != "team.html":
        return None
    mark = TEAM.set(True)
    try:
        return _team_page().encode()
    finally:
        TEAM.reset(mark)


def _team_page() -> str:
    langs = "".join(f'<option value="{lang}">{lang}</option>' for lang in LANGS)
    fields = "".join(
        f'<label data-for="{kinds}"><span>{t(label)}</span><input name="{name}" maxlength="500"></label>'
        for name, label, kinds in (
            ("concept", "Concept", "new-form correction"), ("english", "English", "new-term"), ("chinese", "Chinese", "new-term"),
            ("replaces", "deprecated", "correction"), ("term", "Term", "new-form correction"),
        )
    )  # fmt: skip
    body = f"""<div class="leaf team"><h1 class="title">{t("Proposals")}</h1>
<h2>{t("Propose a change")}</h2>
<form class="sheet" id="propose">
<label><span>{t("Kind")}</span><select name="kind"><option value="new-form" data-t="New form">New form</option><option value="new-term" data-t="New term">New term</option><option value="correction" data-t="Correction">Correction</option></select></label>
<label data-for="new-term"><span>{t("Field")}</span><select name="field"></select></label>{fields}
<label data-for="new-form correction"><span>{t("Language")}</span><select name="lang">{langs}</select></label>
<label data-for="new-form"><span>{t("Status")}</span><select name="status"><option value="admitted" data-t="admitted">admitted</option><option value="deprecated" data-t="deprecated">deprecated</option><option value="lookup" data-t="lookup">lookup</option></select></label>
<label data-for="new-term new-form correction"><span>{t("Source")}</span><input name="source" maxlength="500" placeholder="cpl-2018:66"></label>
<label data-for="new-term correction"><span>{t("Definition")}</span><input name="definition" maxlength="500"></label>
<label><span>{t("Reason")}</span><input name="reason" maxlength="500"></label>
<label><span>{t("Your name")}</span><input name="author" maxlength="80" required autocomplete="name"></label>
<p class="actions"><button class="main" data-t="Send the proposal">Send the proposal</button></p></form>
<p id="told" role="status"></p>
<h2>{t("Proposals")}</h2>
<p class="actions"><label><span>{t("Editor token")}</span><input id="editor" type="password" autocomplete="off"></label> <a href="api/proposals/patch" download="fayi-proposals.patch">{t("Download as a patch")}</a></p>
<div id="list" {attributes(aria_label="Proposals")} role="region"></div></div>"""
    return page("Proposals", body, root="", current="Proposals", scripts=("team.js",))
