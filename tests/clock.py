"""What work costs, however busy the machine is beside it."""

import resource


def work_seconds() -> float:
    """Seconds that one core has computed so far for this process and for its children that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)
