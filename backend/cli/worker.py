import signal

from backend.cli import serve, setting
from backend.main import worker_for


def worker() -> None:
    """Send mail and do other jobs, apart from `serve`; set OPENCITIES_WORK_INSIDE=false there."""
    settings = setting.read()
    serve.insist(settings)
    working = worker_for(serve.application(settings))
    for sent in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sent, lambda *_: working.stop())  # what is in hand is finished
    working.run()
