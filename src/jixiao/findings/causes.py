"""What lies behind an error of the system or of a library, in both languages; their own words are English alone."""

from __future__ import annotations

import errno
from typing import NamedTuple


class Cause(NamedTuple):
    """A cause as a finding names it, without a full stop."""

    zh: str
    en: str

    def as_args(self) -> dict[str, object]:
        """Return the arguments of a finding that names it: ``detail`` and ``detail_en``."""
        return {"detail": self.zh, "detail_en": self.en}

    def quoting(self, words: str) -> Cause:
        """Return the cause with a program's own words behind it, for whoever is asked for help."""
        return Cause(f"{self.zh}（原文：{words}）", f"{self.en} ({words})")


_NO_PERMISSION = Cause("没有权限", "no permission")
_FULL = Cause("磁盘空间不够", "no space left on the disk")
_TOO_MANY_FILES = Cause("同时打开的文件太多", "too many files are open")
_IN_USE = Cause("正被别的程序使用", "another program uses it")
_FAILED_DISK = Cause("读写磁盘时出错", "the disk failed to read or write")
_NO_ANSWER = Cause("网络盘没有回应，或文件已不在那里", "the network drive does not answer, or lost the file")
_NOT_SUPPORTED = Cause("这个位置不支持这样的读写", "this place cannot be read or written so")
_SYSTEM: dict[str, Cause] = {
    "EACCES": _NO_PERMISSION,
    "EPERM": _NO_PERMISSION,
    "EROFS": Cause("磁盘是只读的", "the disk is read-only"),
    "ENOENT": Cause("没有这个文件或文件夹", "there is no such file or folder"),
    "ENOTDIR": Cause("路径中间有一级不是文件夹", "a part of the path is no folder"),
    "EISDIR": Cause("这是文件夹，不是文件", "it is a folder, not a file"),
    "EEXIST": Cause("已有同名的文件或文件夹", "a file or folder of this name is there already"),
    "ENOTEMPTY": Cause("文件夹里还有别的文件", "the folder holds other files"),
    "ENAMETOOLONG": Cause("文件名或路径太长", "the name or the path is too long"),
    "ELOOP": Cause("链接绕成了圈", "its links lead in a circle"),
    "EINVAL": Cause("系统不接受这个名称", "the system does not accept the name"),
    "EILSEQ": Cause("系统不接受这个名称", "the system does not accept the name"),
    "ENOSPC": _FULL,
    "EDQUOT": _FULL,
    "EFBIG": Cause("文件超过了系统允许的大小", "the file is larger than the system allows"),
    "ENOMEM": Cause("内存不够", "there is not enough memory"),
    "EMFILE": _TOO_MANY_FILES,
    "ENFILE": _TOO_MANY_FILES,
    "EBUSY": _IN_USE,
    "ETXTBSY": _IN_USE,
    "EIO": _FAILED_DISK,
    "EBADF": Cause("它已经关闭", "it has been closed"),
    "ESTALE": _NO_ANSWER,
    "ETIMEDOUT": _NO_ANSWER,
    "EHOSTDOWN": _NO_ANSWER,
    "ENOTCONN": _NO_ANSWER,
    "ENXIO": Cause("没有这个设备", "there is no such device"),
    "ENODEV": Cause("没有这个设备", "there is no such device"),
    "ENOTSUP": _NOT_SUPPORTED,
    "EOPNOTSUPP": _NOT_SUPPORTED,
}


def system_cause(number: int | None) -> Cause:
    """Return what an error number of the system means; of a rare one its name, by which it can be looked up.

    >>> system_cause(errno.ENOSPC).zh, system_cause(errno.EDOM).en, system_cause(None).zh
    ('磁盘空间不够', 'the system reports the error EDOM', '系统没有说明原因')
    """
    if number is None:
        return Cause("系统没有说明原因", "the system gives no cause")
    name = errno.errorcode.get(number, str(number))
    return _SYSTEM.get(name) or Cause(f"系统报告错误 {name}", f"the system reports the error {name}")


__all__ = ["Cause", "system_cause"]
