import { STORES } from '../stores';
import { earliest } from '../stores/store';
import type { SimulatedAccount } from '../simulated-account/simulated-account';

/** Has time go on in a simulated account in which no function is invoked. Events are dropped. */
export function passTime(simulated: SimulatedAccount, seconds: number): void {
  const end = simulated.now + seconds * 1000;
  for (;;) {
    while (
      Object.values(STORES)
        .map(({ settle }) => settle?.(simulated) ?? false)
        .some(Boolean)
    );
    simulated.events.length = 0;
    const next = earliest(Object.values(STORES).map(({ nextDue }) => nextDue?.(simulated)));
    if (next === undefined || next > end) break;
    simulated.now = next;
  }
  simulated.now = end;
}
