"""What is done about transactions whose stop never comes, and those of which events are missing."""

from csms.gateway.central import Central
from csms.gateway.v2.station import Station2
from csms.service import lost_transactions
from csms.service.lost_transactions import Answer, Question


async def tend_lost_transactions(central: Central) -> None:
    """Ask stations for transactions that may be lost, and assume the end of those that are; to be done every minute.

    Raises: StorageError; then it is done the next time.
    """
    await central.store.write(lost_transactions.close_lost, central.now())
    for question in await central.store.read(lost_transactions.questions, central.now()):
        answer = await _ask(central, question)
        identity = question.station.identity
        await central.store.write_for(identity, lost_transactions.take_answer, question, answer, central.now())


async def _ask(central: Central, question: Question) -> Answer | None:
    link = central.bus.link(question.station.identity)
    return await link.ask_for_transaction(question.reference) if isinstance(link, Station2) else None
