import { STORES } from '../stores';
import { earliest } from '../stores/store';
import type { World } from '../world/world';

/** Has time go on in a world in which no function is invoked. Events are dropped. */
export function passTime(world: World, seconds: number): void {
  const end = world.now + seconds * 1000;
  for (;;) {
    while (
      Object.values(STORES)
        .map(({ settle }) => settle?.(world) ?? false)
        .some(Boolean)
    );
    world.events.length = 0;
    const next = earliest(Object.values(STORES).map(({ nextDue }) => nextDue?.(world)));
    if (next === undefined || next > end) break;
    world.now = next;
  }
  world.now = end;
}
