import { type Clock, scaledClock } from '../../kit/clock';
import type { ServiceContext } from '../../kit/context';
import { bundleDocker } from './docker/bundle';
import type { Region, Room } from './room';
import { createTurns } from './run/turns';

/**
 * A CodeBuild that holds nothing yet.
 * @param stopwatch what time-outs are measured with @default - the machine's time
 */
export function createRoom(world: ServiceContext, stopwatch: Clock = scaledClock(1)): Room {
  const regions = new Map<string, Region>();
  let docker: Promise<string> | undefined;
  return {
    world,
    stopwatch,
    dockerProgram: () => (docker ??= bundleDocker(world.folder)),
    of: ({ caller: { accountId }, region }) => {
      const key = `${accountId}|${region}`;
      const known = regions.get(key) ?? newRegion(accountId, region);
      regions.set(key, known);
      return known;
    },
  };
}

const newRegion = (account: string, name: string): Region => ({
  account,
  name,
  projects: new Map(),
  buildNumbers: new Map(),
  builds: new Map(),
  requests: new Map(),
  reportGroups: new Map(),
  reports: new Map(),
  turns: createTurns(),
});
