"""The words that file names use for layers, in English, Chinese of both writings and German."""

import re

TOP = {
    "top",
    "front",
    "component",
    "comp",
    "primary",
    "prim",
    "prm",
    "primside",
    "upper",
    "oben",
    "oberseite",
    "componentside",
}
BOTTOM = {
    "bottom",
    "bot",
    "back",
    "solder",
    "sol",
    "secondary",
    "sec",
    "lower",
    "unten",
    "unterseite",
    "solderside",
}
TOP_JOINED = re.compile(r"^(top|front)|(?<!s)top$")
BOTTOM_JOINED = re.compile(r"^(bottom|bot|back)|(bottom|bot)$")
KIND_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("vscore", re.compile(r"v[-_ ]?(score|cut|groove)|scoring")),
    (
        "drill-map",
        re.compile(
            r"dri?ll?[-_ ]?(s[-_ ]?)?(map|draw|legend|photo|guide|chart|dwg|diag|plan|fig|tab)"
            r"|drl[-_ ]?map|drill?dwg|[钻鑽]孔[图圖]|孔[图圖]|bohrplan|bohrbild"
        ),
    ),
    (
        "paste",
        re.compile(
            r"paste|cream|stencil|(^|[-_. ])pst([-_. ]|$)"
            r"|metalmask|solderp\b|(^|[-_. ])sp(t|b)$|[钢鋼][网網板]|助焊|[锡錫]膏"
        ),
    ),
    (
        "mask",
        re.compile(
            r"mask|resist|(^|[-_. ])[tb]?stop([-_. ]|$|top|bot|mask)|soldermsk"
            r"|(^|[-_. ])sm[-_]?(t|b|top|bot|prm|sec)?$|阻焊|防焊|[绿綠][油漆]|l(oe|ö|o)tstopp?"
        ),
    ),
    (
        "drawing",
        re.compile(
            r"assem|assy|courtyard|crtyd|(^|[-_. ])fab(rication)?([-_. ]|$|dwg|drawing)|adhes|glue"
            r"|(^|[-_. ])user|keep[-_ ]?out|documentation|(^|[-_. ])notes|readme|pad[-_ ]?master"
            r"|stack[-_ ]?up|(^|[-_. ])dwg|drawing|impedance"
            r"|(^|[-_. ])pads([-_. ]|$)|dimensioning|place[-_ ]?bound|carbon"
        ),
    ),
    (
        "legend",
        re.compile(
            r"silk|legend|overlay|(^|[-_. ])symbol|(^|[-_. ])posi|nomen|screen|ident"
            r"|(^|[-_. ])ss[-_]?(t|b|top|bot)$|(^|[-_. ])t?place$|字符|[丝絲]印|文字"
            r"|best(ue|ü|u)ckung|siebdruck"
        ),
    ),
    (
        "outline",
        re.compile(
            r"out[-_ ]?l+ine|outline|(^|[-_. ])edge|edge[-_. ]?cut|profile|contour|border|boundary"
            r"|dimension|board[-_ ]?(shape|edge|geom|cut)|boardshape|外形|板框|外框|[边邊]框|成型"
            r"|板[边邊]|umriss|kontur|(^|[-_. ])frame$"
        ),
    ),
    (
        "mechanical",
        re.compile(
            r"cut[-_ ]?out|millings?([-_. ]|$)|(^|[-_. ])route?r?(ing)?([-_. ]|$)|mech|document"
        ),
    ),
)
COPPER_WORDS = re.compile(
    r"copper|(^|[-_. \d])cu([-_. \d]|$|layer|top|bot)|etch|conduct|signal|circuit|(^|[-_. ])elec"
    r"|toplayer|bottomlayer|(^|[-_. ])art\d|[线線]路|[铜銅]|kupfer|leiterb"
)
INNER_WORDS = re.compile(
    r"(?:inner|internal|inr|(?:^|[-_. ])int?|mid|innenlage|[内內中][层層])[-_ ]?"
    r"(?:layer|plane|signal|copper|cu|[线線]路)?[-_ ]?(\d{1,2})(?!\d)"
)
RUNNING_WORDS = re.compile(r"(?:^|[-_. ])(sig|pln|plane)(?:nal)?[-_ ]?(\d{1,2})(?=[-_. ]|$)")
ABSOLUTE_WORDS = re.compile(
    r"(?:^|[-_. ])(?:l|ly|lyr|layer|cu|cu[-_]?layer|art|etch|etch[-_]?layer|copper[-_]?(?:l|layer)?"
    r"|conductive|conductor)[-_ ]?0*(\d{1,2})(?=[-_. a-z]|$)"
)
PLANE_WORDS = re.compile(
    r"(?:^|[-_. ])(?:gnd|ground|pwr|power|vcc|vdd|vss|plane|pln)[-_ ]?(\d*)(?=[-_. ]|$)"
)
