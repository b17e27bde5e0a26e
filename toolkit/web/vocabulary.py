"""Words of the glossary that the interface shows in its own language: kinds, fields, issuers, formats.

They come with the data; what is not listed here is shown as the data has it.
"""

from __future__ import annotations

from toolkit.i18n import N_

VOCABULARY = frozenset(
    {
        # kinds of concept
        N_("act"), N_("concept"), N_("crime"), N_("document"), N_("duty"), N_("event"), N_("evidence"), N_("institution"),
        N_("law"), N_("measure"), N_("organization"), N_("person"), N_("policy"), N_("post"), N_("principle"), N_("procedure"),
        N_("property"), N_("right"), N_("sanction"), N_("slogan"), N_("status"), N_("system"),
        # subject fields
        N_("administrative law"), N_("anti-corruption and supervision"), N_("civil law"),
        N_("civil procedure, enforcement, arbitration, mediation"), N_("commercial, IP, labour, environmental and social law"),
        N_("constitution, legislation, legal profession"), N_("criminal law, general part"), N_("criminal offences"),
        N_("criminal procedure"), N_("institutions, posts, ranks"), N_("organised crime, fraud, drugs, cyber and data"),
        N_("political-legal and policy language"), N_("prosecution and legal supervision"), N_("titles of laws"),
        # kinds of source
        N_("administrative regulation"), N_("congress report"), N_("departmental rule"), N_("editor"),
        N_("government work report"), N_("journal article"), N_("judicial interpretation"),
        N_("judicial interpretation document"), N_("local resolution"), N_("news"), N_("news agency"), N_("newspaper"),
        N_("normative document"), N_("official glossary"), N_("official news"), N_("official news report"),
        N_("official statement"), N_("official translation"), N_("official usage"), N_("official web page"),
        N_("official website"), N_("other"), N_("party and state regulation"), N_("party document"), N_("party regulation"),
        N_("party regulations"), N_("press release"), N_("respected translation"), N_("statute"), N_("statute (Hong Kong)"),
        N_("statute (Taiwan)"), N_("supervision regulation"), N_("treaty"), N_("typical cases"), N_("white paper"),
        N_("work report"),
        # issuers
        N_("ACWF"), N_("CAC"), N_("CAC and others"), N_("CCDI and NSC"), N_("CICG"), N_("CPC"), N_("CPC Central Committee"),
        N_("CPC Central Committee General Office"), N_("CPC National Congress"), N_("CWCCW"), N_("China Daily"),
        N_("Department of Justice"), N_("Fayi"), N_("General Office of the State Council"),
        N_("General Offices of the CPC Central Committee and the State Council"), N_("Hong Kong"),
        N_("Journal of National Prosecutors College"), N_("Legislative Affairs Commission"), N_("Legislative Yuan"), N_("MIIT"),
        N_("MOE"), N_("MOF and others"), N_("MOFCOM"), N_("MOJ"), N_("MPS"), N_("MPS and others"), N_("MSS"),
        N_("Ministry of Justice"), N_("NCS"), N_("NPC"), N_("NPC Standing Committee"), N_("NPC or its Standing Committee"),
        N_("NSC"), N_("National Commission of Supervision"), N_("Procuratorate Daily"), N_("SAIC (now SAMR)"), N_("SCIO"),
        N_("SPC"), N_("SPC and SPP"), N_("SPP"), N_("SPP (to the NPC Standing Committee)"),
        N_("Shandong People's Congress Standing Committee"), N_("State Council"), N_("Taiwan"), N_("United Nations"), N_("WIPO"),
        N_("Xinhua"),
        # downloads
        N_("the glossary itself: one TSV file per field, with everything"), N_("one row per concept: Chinese, pinyin, English"),
        N_("every concept with all its terms, for programs"), N_("Azure Custom Translator dictionary XLSX"),
        N_("Azure Translator glossary TSV"), N_("CSV for MultiTerm Convert: one entry per row, synonyms divided by |"),
        N_("DeepL glossary CSV (TSV when the file is named .tsv)"), N_("Google Cloud Translation equivalent term set CSV"),
        N_("Google Cloud Translation glossary CSV, one pair of languages"), N_("MateCat glossary CSV"),
        N_("MultiTerm XML: Trados Studio, memoQ"), N_("OmegaT glossary: glossary/glossary.txt of a project"),
        N_("Phrase Strings glossary CSV"), N_("Phrase TMS term base XLSX"), N_("StarDict dictionary: GoldenDict, KOReader"),
        N_("TBX v2 (martif, 2008): OmegaT, Okapi, Weblate, memoQ, Trados"),
        N_("TBX v3 (ISO 30042:2019), TBX-Basic in DCA style; every version is read"), N_("TBX v3, TBX-Basic in DCT style"),
        N_("TBX v3, TBX-Core: terms and notes only"), N_("TBX v3, TBX-Min in DCA style"), N_("TBX v3, TBX-Min in DCT style"),
        N_("Translation Memory eXchange: 1.1 to 1.4b read, 1.4b written; every CAT tool"),
        N_("UTX 1.11: machine translation dictionaries"), N_("UTX 1.20"), N_("Weblate glossary CSV"),
        N_("Wordfast Classic memory TXT"), N_("Wordfast glossary TXT"),
        N_("XLIFF 1.2 written, every version read; Trados, memoQ, OmegaT, Phrase"),
        N_("XLIFF 2.1; otherwise as xliff2"),
        N_("XLIFF 2.0 with originalData and, with -g, the glossary module"),
        N_("Yomitan dictionary (zip): pop-up dictionary in the browser"), N_("compiled gettext catalog: programs"),
        N_("gettext catalog: Weblate, Poedit, Pontoon, most CAT tools"),
        N_("glossary module of XLIFF 2.0: one unit per term with its entry"), N_("memoQ term base CSV"),
        N_("one JSON object per entry, everything kept"),
        N_("table of terms with a header, UTF-8 with BOM for Excel; any glossary CSV is read"),
        N_("workbook with the table of terms; any glossary workbook is read"),
    }
)  # fmt: skip
