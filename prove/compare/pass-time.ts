import { PROVIDERS } from '../providers';
import { perform } from '../run/call';
import { nextInvocation, takeDue } from '../simulated-account/lambda';
import type { SimulatedAccount, SimulatedEvent } from '../simulated-account/simulated-account';
import { STORES } from '../stores';
import { earliest } from '../stores/store';

/** Has time go on in a simulated account in which no function is invoked, but AWS's own services work. @returns the events */
export async function passTime(simulated: SimulatedAccount, seconds: number): Promise<SimulatedEvent[]> {
  const end = simulated.now + seconds * 1000;
  const events: SimulatedEvent[] = [];
  for (;;) {
    while (await settle(simulated));
    events.push(...simulated.events.splice(0));
    const next = earliest([
      nextInvocation(simulated),
      ...Object.values(STORES).map(({ nextDue }) => nextDue?.(simulated)),
    ]);
    if (next === undefined || next > end) break;
    simulated.now = next;
  }
  simulated.now = end;
  return events;
}

/** Everything that is due now. @returns whether there was anything */
async function settle(simulated: SimulatedAccount): Promise<boolean> {
  const due = takeDue(simulated);
  const send = async (service: string, operation: string, input: object) =>
    perform(simulated, service, operation, input);
  await PROVIDERS[due?.action ?? '']?.({ simulated, event: due?.event ?? {}, send });
  const settled = Object.values(STORES).map((store) => store.settle?.(simulated) ?? false);
  return due !== undefined || settled.some(Boolean);
}
