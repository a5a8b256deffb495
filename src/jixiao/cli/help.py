"""Help and wrong usage in the language of ``--lang`` or JIXIAO_LANG.

Help texts stand in both languages where a command declares them: Chinese sentences, then English ones.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any, get_args

import typer

from jixiao.findings import Lang

#: What every usage error derives from, whichever parser this version of typer brings along.
UsageError: Any = typer.BadParameter.__bases__[0]

LANGUAGES: tuple[Lang, ...] = get_args(Lang)
_ENGLISH = re.compile("(?<=。)(?=[A-Z])")

_USAGE: dict[Lang, str] = {
    "zh": "{usage}写 {path} --help 看说明。\n错误：{fault}\n",
    "en": "{usage}Try '{path} --help' for help.\nError: {fault}\n",
}

#: What a person at a screen is told below the help: that forms can be filled in without a terminal.
PAGE_OFFER: dict[Lang, str] = {
    "zh": "\n不用命令行，在网页里填表：jixiao serve --open",
    "en": "\nTo fill in forms on a page instead: jixiao serve --open",
}
#: Systems that always have a screen, and what the others set where they have one.
_WITH_SCREEN = ("win32", "darwin")
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")

#: The parser's own phrases on a page of help.
_PHRASES = (
    (re.compile("^Usage: ", re.MULTILINE), "用法："),
    (re.compile("^Arguments:$", re.MULTILINE), "参数："),
    (re.compile("^Options:$", re.MULTILINE), "选项："),
    (re.compile("^Commands:$", re.MULTILINE), "命令："),
    (re.compile(r"Show this message and exit\."), "显示这一页。"),
    (re.compile(r"Install completion for the current shell\."), "给当前的命令行装上补全。"),
    (re.compile(r"Show\s+completion\s+for\s+the\s+current\s+shell[^.]*\."), "显示补全脚本，供复制或改动。"),
    (re.compile(r"\\?\[required\]"), "[必填]"),
    (re.compile(r"\\?\[env\s+var: "), "[环境变量："),
    (re.compile(r"\\?\[default: "), "[默认："),
    (re.compile(r";\s+default:\s+"), "；默认："),
    (re.compile(r";\s+required\]"), "；必填]"),
)

#: The parser's own words on wrong usage, and on a value.
_FAULTS = (
    (r"No such command '(.*?)'\.?", "没有这个命令：{}"),
    (r"No such command '(.*?)'\. Did you mean '(.*)'\?", "没有这个命令：{}；是不是 {}？"),
    (r"Missing command\.?", "没有写命令"),
    (r"Option '?(.*?)'? requires an argument\.?", "选项 {} 后面要写值"),
    (r"Option '?(.*?)'? does not take a value\.?", "选项 {} 后面不写值"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", "多写了参数：{}"),
    (r"(?:Value error, )?'(.*)' is not one of (.*)\.", "没有“{}”；可以是 {}"),
    (r"(?:'.*' is not a valid int.*|Input should be a valid integer.*)", "要写整数"),
    (r".*is not in the range (\S+)\.?", "超出范围：{}"),
    (r"Input should be greater than or equal to (\S+)", "不能小于 {}"),
    (r"'(.*)' is not a date such as (.*)\.", "“{}”不是日期；要写成 {}"),
    (r"'(.*)' is not NAME=DIR with a name of its own\.", "“{}”要写成 名称=文件夹，名称不能重复"),
    (r"'-' stands for standard output; name a file or folder\.", "- 是标准输出，这里要写文件或文件夹"),
    (r"(?:File|Directory|Path|file|dir|path) '(.*)' does not exist\.", "没有 {}"),
    (r"(?:File|Directory|Path|file|dir|path) '(.*)' is not readable\.", "没有读取权限：{}"),
    (r"(?:File|Path|file|path) '(.*)' is a directory\.", "{} 是文件夹"),
    (r"(?:Directory|Path|dir|path) '(.*)' is a file\.", "{} 是文件"),
)


def language(arguments: Sequence[str]) -> Lang:
    """Return the language of ``--lang``, else of JIXIAO_LANG, else Chinese; one that is not spoken does not count."""
    texts = [os.environ.get("JIXIAO_LANG", "zh")]
    for position, argument in enumerate(arguments):
        if argument == "--lang":
            texts += arguments[position + 1 : position + 2]
        elif argument.startswith("--lang="):
            texts.append(argument.removeprefix("--lang="))
    return next((lang for text in reversed(texts) for lang in LANGUAGES if lang == text), "zh")


def has_screen() -> bool:
    """Whether a person reads standard output at a terminal of a machine with a screen."""
    return sys.stdout.isatty() and (sys.platform in _WITH_SCREEN or any(map(os.environ.get, _SCREENS)))


def in_language(text: str, lang: Lang) -> str:
    """Return the part of a help text that is in a language; all of it where it has only one.

    >>> in_language("指标体系的编号或文件。A spec's id or file.", "en")
    "A spec's id or file."
    """
    parts = _ENGLISH.split(text, maxsplit=1)
    by_language: dict[Lang, str] = {"zh": parts[0], "en": parts[-1]}
    return by_language[lang]


def run_command(app: typer.Typer) -> int:
    """Run a command line; return the exit code. Wrong usage is explained on standard error, in the user's language."""
    lang = language(sys.argv[1:])
    command: Any = typer.main.get_command(app)
    for subcommand in _commands(command):
        _translate(subcommand, lang)
    try:
        return command.main(prog_name="jixiao", standalone_mode=False) or 0
    except UsageError as error:
        sys.stderr.write(usage_message(error, lang))
        return 2


def _translate(command: Any, lang: Lang) -> None:
    """Reduce a command's help to one language."""
    command.help = in_language(command.help or "", lang)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = in_language(parameter.help, lang)
    if lang == "zh":
        english_page = command.get_help
        command.get_help = lambda context: _in_chinese(english_page(context))


def _in_chinese(page: str) -> str:
    for phrase, chinese in _PHRASES:
        page = phrase.sub(chinese, page)
    return page


def _commands(command: Any) -> Iterator[Any]:
    yield command
    for child in getattr(command, "commands", {}).values():
        yield from _commands(child)


def usage_message(error: Any, lang: Lang) -> str:
    """Return how the command is used, where its help is, and what is wrong with a command line."""
    usage, path = "", "jixiao"
    if error.ctx is not None:
        usage, path = error.ctx.get_usage() + "\n", error.ctx.command_path
    if lang == "en":
        fault = error.format_message().replace("Value error, ", "")
    else:
        fault = _fault_in_chinese(error)
        usage = usage.replace("Usage: ", "用法：")
    return _USAGE[lang].format(usage=usage, path=path, fault=fault)


def _fault_in_chinese(error: Any) -> str:
    """Return what is wrong with a command line; the parser's own words where there is no translation."""
    parameter = getattr(error, "param", None)
    if hasattr(error, "param_type"):
        return f"缺少 {_name(parameter)}"
    if isinstance(error, typer.BadParameter):
        return f"{_name(parameter)} 的值不对：{_translated(error.message)}"
    if hasattr(error, "possibilities") and hasattr(error, "option_name"):
        fault = f"没有这个选项：{error.option_name}"
        if error.possibilities:
            fault += f"；是不是 {'、'.join(error.possibilities)}？"
        return fault
    return _translated(error.format_message())


def _name(parameter: Any) -> str:
    """Return the name of a parameter on the command line: its options, or the word in the usage line."""
    if parameter is None:
        return ""
    options = [option for option in parameter.opts if option.startswith("-")]
    return " / ".join(options) or parameter.metavar or parameter.name


def _translated(message: str) -> str:
    for pattern, chinese in _FAULTS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return chinese.format(*(group.replace("', '", "、").strip("'") for group in match.groups()))
    return message
