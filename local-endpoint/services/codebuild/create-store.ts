import { type Clock, scaledClock } from '../../kit/clock';
import type { ServiceContext } from '../../kit/context';
import { bundleDocker } from './docker/bundle';
import type { Region, CodeBuildStore } from './store';
import { createTurns } from './run/turns';

/**
 * A CodeBuild that holds nothing yet.
 * @param stopwatch what time-outs are measured with @default - the machine's time
 */
export function createCodeBuildStore(
  serviceContext: ServiceContext,
  stopwatch: Clock = scaledClock(1),
): CodeBuildStore {
  const regions = new Map<string, Region>();
  let docker: Promise<string> | undefined;
  return {
    context: serviceContext,
    stopwatch,
    dockerProgram: () => (docker ??= bundleDocker(serviceContext.folder)),
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
