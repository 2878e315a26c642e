"""The words of the phrases, in English, Ukrainian and Russian.

A phrase is written in lower case with single spaces and a plain apostrophe.
"""

from datetime import timedelta

from catalog.claims.time_phrases.parts import (
    About,
    Clock,
    DaysAgo,
    Edge,
    Link,
    LinkWord,
    NightForm,
    Part,
    PartOfDay,
    Weekday,
)

MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "january jan січень січня січні січ январь января январе янв",
            "february feb лютий лютого лютому лют февраль февраля феврале фев февр",
            "march mar березень березня березні бер март марта марте мар",
            "april apr квітень квітня квітні квіт апрель апреля апреле апр",
            "may травень травня травні трав май мая мае",
            "june jun червень червня червні черв июнь июня июне июн",
            "july jul липень липня липні лип июль июля июле июл",
            "august aug серпень серпня серпні серп август августа августе авг",
            "september sep sept вересень вересня вересні вер сентябрь сентября сентябре сен сент",
            "october oct жовтень жовтня жовтні жовт октябрь октября октябре окт",
            "november nov листопад листопада листопаді лист ноябрь ноября ноябре ноя нояб",
            "december dec грудень грудня грудні груд декабрь декабря декабре дек",
        ),
        start=1,
    )
    for word in words.split()
}

WEEKDAYS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "monday mon понеділок понеділка пн понедельник понедельника",
            "tuesday tue tues вівторок вівторка вт вторник вторника",
            "wednesday wed середа середу середи ср среда среду среды",
            "thursday thu thur thurs четвер четверга чт четверг",
            "friday fri п'ятниця п'ятницю п'ятниці пт пятница пятницу пятницы",
            "saturday sat субота суботу суботи сб суббота субботу субботы",
            "sunday sun неділя неділю неділі нд воскресенье воскресенья вс",
        )
    )
    for word in words.split()
}

UNITS: dict[str, timedelta] = {
    word: length
    for words, length in (
        ("s sec secs second seconds с сек секунд секунды секунда", timedelta(seconds=1)),
        ("min mins minute minutes мин минут минуты минута", timedelta(minutes=1)),
        ("m хв хвилин хвилини хвилина", timedelta(minutes=1)),
        ("h hr hrs hour hours ч час часа часов", timedelta(hours=1)),
        ("год годин години година", timedelta(hours=1)),
        ("d day days день дня дней дні днів", timedelta(days=1)),
    )
    for word in words.split()
}

LINKS: dict[Link, str] = {
    Link.BEFORE: "before|earlier than|prior to|раньше|раніше|ранее|перед",
    Link.UNTIL: (
        "until|till|til|by|up to|not later than|no later than|at the latest"
        "|до|не позднее|не позже|не пізніше|к"
    ),
    Link.AFTER: "after|later than|past|после|позже|після|пізніше|опісля",
    Link.SINCE: (
        "since|from|starting|starting from|not earlier than|no earlier than|not before"
        "|с|со|от|начиная с|не раньше|не ранее|з|зі|із|від|починаючи з|не раніше"
    ),
    Link.BETWEEN: "between|между|між|поміж",
    Link.AND: "and|и|і|й|та|but|но|але",
    Link.TO: "to|through|thru|по|на",
    Link.DASH: "-|/|...|..",
    Link.FILLER: (
        ",|;|(|)|\"|'|.|at|on|of|in|the|during|time|day|date|of the|during the|this|h|hrs|hours"
        "|в|во|у|о|об|время|час|часов|часами|годині|годин|годинами"
        "|числа|число|протягом|в течение"
        "|года|году|год|г|г.|року|році|рік|р|р.|year"
    ),
}

ABOUT_WORDS = (
    "about|around|approximately|approx|approx.|roughly|circa|ca|ca.|c.|some time around|or so"
    "|~|≈|ok.|ok|ок.|ок|близько|приблизно|орієнтовно|коло|десь|прибл.|прибл"
    "|около|примерно|приблизительно|ориентировочно|где-то|порядка|или около того"
)

_NIGHT = (
    "night|night of|the night|overnight|overnight on|at night|in the night|night from"
    "|ночь|ночью|в ночь|ночи|ніч|вночі|уночі|у ніч|в ніч|ночі|нічний|ночной"
)
_NIGHT_ENDING = (
    "night to|night into|overnight to|overnight into|в ночь на|ночь на|ночью на"
    "|в ніч на|у ніч на|ніч на|в ніч проти|у ніч проти|ніч проти|вночі на|вночі проти|уночі проти"
)
_PARTS_OF_DAY = {
    "morning": "morning|in the morning|утро|утром|утра|ранок|вранці|уранці|зранку|ранку|ранком",
    "daytime": "daytime|in the daytime|днем|днём|дня|вдень|удень",
    "afternoon": "afternoon|in the afternoon|после обеда|після обіду|пополудні|по полудні",
    "evening": "evening|in the evening|вечер|вечером|вечера|вечір|ввечері|увечері|вечора",
    "midnight": "midnight|at midnight|12 midnight|полночь|в полночь|полуночи|північ|опівночі"
    "|о півночі",
}
_AFTER_CLOCK = (
    "in the morning|in the afternoon|in the evening|at night|утра|дня|вечера|ночи"
    "|ранку|вечора|ночі|пополудні"
)
_NOON = "noon|12 noon|midday|noontime|полдень|в полдень|полудень|опівдні"
_EDGES = {
    "early": "early|early in|beginning of|the beginning of|start of|рано|в начале|начало"
    "|на початку|початок",
    "middle": "mid|mid-|middle of|the middle of|в середине|середина|в середині|у середині",
    "late": "late|late in|end of|the end of|поздно|поздним|конец|в конце|пізно|кінець"
    "|наприкінці|в кінці|у кінці",
}

# The sun's hour depends on the place and the season, so these are refused with advice.
SUN_WORDS = (
    "dawn|daybreak|sunrise|sunset|dusk|twilight|рассвет|рассвете|закат|закате|сумерки|сумерках"
    "|світанок|світанку|захід|заході|сутінки|сутінках"
)


def _phrases() -> dict[str, tuple[Part, ...]]:
    known: dict[str, tuple[Part, ...]] = {}
    for link, words in LINKS.items():
        known |= {word: (LinkWord(word, link),) for word in words.split("|")}
    known |= {word: (About(word),) for word in ABOUT_WORDS.split("|")}
    known |= {word: (Weekday(word, number),) for word, number in WEEKDAYS.items()}
    known |= {word: (PartOfDay(word, "night"),) for word in _NIGHT.split("|")}
    known |= {
        word: (PartOfDay(word, "night", NightForm.ENDS),) for word in _NIGHT_ENDING.split("|")
    }
    for name, words in _PARTS_OF_DAY.items():
        known |= {word: (PartOfDay(word, name),) for word in words.split("|")}
    for word in _AFTER_CLOCK.split("|"):
        (part,) = known[word]
        if isinstance(part, PartOfDay):
            known[word] = (PartOfDay(word, part.name, after_clock=True),)
    known |= {
        word: (Clock(word, 12, 0, 0, 0, timedelta(minutes=1), half="pm"),)
        for word in _NOON.split("|")
    }
    for name, words in _EDGES.items():
        known |= {word: (Edge(word, name),) for word in words.split("|")}
    for days, words in enumerate(
        (
            "today|сегодня|сьогодні",
            "yesterday|вчера|вчора|учора",
            "day before yesterday|the day before yesterday|позавчера|позавчора",
        )
    ):
        known |= {word: (DaysAgo(word, days),) for word in words.split("|")}
    known["last night"] = (
        DaysAgo("last night", 1),
        PartOfDay("last night", "night", NightForm.BEGINS),
    )
    known["tonight"] = (DaysAgo("tonight", 0), PartOfDay("tonight", "night", NightForm.BEGINS))
    return known


PHRASES = _phrases()
