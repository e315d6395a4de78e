import { STORES } from '../stores';
import { earliest } from '../stores/store';
import type { Invocation } from '../world/invocation';
import { accept, nextInvocation, retryLater, takeDue } from '../world/lambda';
import type { World } from '../world/world';
import type { Intercept } from './call';
import { invoke } from './invoke';
import type { Scene } from './scene';

/** How a world is played on. */
export interface PlayOptions {
  /** Whether to stop here, before what is due next. @default - at rest */
  readonly until?: (world: World) => boolean;
  /** Milliseconds since 1970 after which nothing is played. @default - none */
  readonly end?: number;
  /** What meets the calls of an invocation. @default - nothing */
  readonly intercept?: (invocation: Invocation) => Intercept | undefined;
}

/** Steps after which a release goes on for ever: a wait of hours is some hundred. */
const MAX_STEPS = 1500;

/** Plays on until nothing happens any more, or for too long, which breaks what has to hold. */
export async function play(
  scene: Scene,
  { until, end = Infinity, intercept }: PlayOptions = {},
): Promise<void> {
  const { world, observer } = scene;
  for (let step = 0; step < MAX_STEPS; step++) {
    settle(scene);
    if (until?.(world)) return;
    const invocation = takeDue(world);
    if (invocation) {
      await handle(scene, invocation, intercept?.(invocation));
      continue;
    }
    const next = nextDue(world);
    if (next === undefined && end === Infinity) return;
    if (next === undefined || next > end) return void (world.now = end);
    observer.note?.(`+${(next - world.now) / 1000} s`);
    world.now = next;
  }
  scene.violations.add(`everything must come to rest, got: ${MAX_STEPS} steps, and no end`);
}

/** Does what is due at the world's time, and delivers events. */
function settle(scene: Scene): void {
  const { world, scenario } = scene;
  let isChanged = true;
  while (isChanged) {
    isChanged = Object.values(STORES)
      .map(({ settle: own }) => own?.(world) ?? false)
      .some(Boolean);
    for (const event of world.events.splice(0))
      for (const action of scenario.targetsOf(world, event)) accept(world, action, event);
    scene.changed();
  }
}

async function handle(scene: Scene, invocation: Invocation, intercept?: Intercept): Promise<void> {
  const { world, observer } = scene;
  observer.begin?.(invocation);
  const end = await invoke(scene, invocation, intercept);
  if (end !== 'returned') retryLater(world, invocation, invocation.isDead);
  observer.end?.(invocation, end);
}

const nextDue = (world: World): number | undefined =>
  earliest([nextInvocation(world), ...Object.values(STORES).map(({ nextDue: own }) => own?.(world))]);
