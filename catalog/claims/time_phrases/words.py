"""The words of the phrases, in English, Ukrainian and Russian.

A phrase is written in lower case with single spaces and a plain apostrophe.
"""

from datetime import timedelta

from django.utils.translation import gettext_noop

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
            "january jan січень січня січню січнем січні січ"
            " январь января январю январем январём январе янв",
            "february feb лютий лютого лютому лютим лют"
            " февраль февраля февралю февралем февралём феврале фев февр",
            "march mar березень березня березню березнем березні бер"
            " март марта марту мартом марте мар",
            "april apr квітень квітня квітню квітнем квітні квіт"
            " апрель апреля апрелю апрелем апреле апр",
            "may травень травня травню травнем травні трав май мая маю маем мае",
            "june jun червень червня червню червнем червні черв июнь июня июню июнем июне июн",
            "july jul липень липня липню липнем липні лип июль июля июлю июлем июле июл",
            "august aug серпень серпня серпню серпнем серпні серп"
            " август августа августу августом августе авг",
            "september sep sept вересень вересня вересню вереснем вересні вер"
            " сентябрь сентября сентябрю сентябрем сентябрём сентябре сен сент",
            "october oct жовтень жовтня жовтню жовтнем жовтні жовт"
            " октябрь октября октябрю октябрем октябрём октябре окт",
            "november nov листопад листопада листопаду листопадом листопаді лист"
            " ноябрь ноября ноябрю ноябрем ноябрём ноябре ноя нояб",
            "december dec грудень грудня грудню груднем грудні груд"
            " декабрь декабря декабрю декабрем декабрём декабре дек",
        ),
        start=1,
    )
    for word in words.split()
}

WEEKDAYS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "monday mon понеділок понеділка понеділку пн понедельник понедельника понедельнику",
            "tuesday tue tues вівторок вівторка вівторку вт вторник вторника вторнику",
            "wednesday wed середа середу середи середі ср среда среду среды среде",
            "thursday thu thur thurs четвер четверга четвергу чт четверг",
            "friday fri п'ятниця п'ятницю п'ятниці пятниця пятницю пятниці пт"
            " пятница пятницу пятницы пятнице",
            "saturday sat субота суботу суботи суботі сб суббота субботу субботы субботе",
            "sunday sun неділя неділю неділі нд воскресенье воскресенья воскресенью вс",
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
    "small hours": "early hours|the early hours|in the early hours|small hours|the small hours"
    "|in the small hours",
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

# What is refused with advice: words whose time depends on the place, the season or the day
# they were said on, and numbers in words.
ADVICE: dict[str, str] = {
    "dawn|daybreak|sunrise|sunset|dusk|twilight|рассвет|рассвете|закат|закате|сумерки|сумерках"
    "|світанок|світанку|захід|заході|сутінки|сутінках": (
        gettext_noop("has no hour of its own. Write the hours, such as between 04:00 and 06:00.")
    ),
    "(?:shortly|just|right|soon|immediately)(?:\\s+(?:after|before))?|nearly|almost"
    "|(?:сразу|вскоре)(?:\\s+после)?|незадолго(?:\\s+до)?|почти|ближе к|майже|щойно"
    "|(?:одразу|відразу|невдовзі|незабаром)(?:\\s+після)?|незадовго(?:\\s+до)?": (
        gettext_noop(
            "does not say how long. Write from when to when, such as 02:30 to 03:00, "
            "or a width, such as 02:30 ± 10 min."
        )
    ),
    "half(?:\\s+past)?|(?:a\\s+)?quarter(?:\\s+(?:past|to))?|one|two|three|four|five|six|seven"
    "|eight|nine|ten|eleven|twelve|пол|пол\\w+(?:го|ой)|половин\\w*|четверть|пів|чверть|три"
    "|один|одна|два|дві|четыре|чотири|пять|п'ять|шесть|шість|семь|сім|восемь|вісім|девять"
    "|дев'ять|десять|перш\\w+|друг\\w+|трет\\w+|четверт\\w+|п'ят\\w+|шост\\w+|сьом\\w+|восьм\\w+": (
        gettext_noop("is a number in words. Write the time in digits, such as 02:30.")
    ),
    "tomorrow|next|завтра|следующ\\w+|наступн\\w+": (
        gettext_noop("lies ahead of the day it was said on. Write the date.")
    ),
    "last|an|days?|hours?|minutes?|weeks?|ago|прошл\\w+|минул\\w+|назад|тому": (
        gettext_noop("counts from the day or hour it was said. Write the date and the time.")
    ),
    "spring|summer|autumn|winter|весн\\w+|лето|летом|літо|влітку|осень|осенью|осінь|восени"
    "|зим\\w+|взимку": gettext_noop(
        "begins on different days in different places. Write the months."
    ),
}


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
