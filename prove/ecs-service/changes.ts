import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { Change } from '../kinds/kind';
import { ALARM, digestOf, REPOSITORY } from './names';
import type { ScanResult } from '../stores/ecr/model';

/** The alarm of the service is raised, until a person has mended what raised it. */
export const alarm: Change = {
  name: 'alarm',
  apply: ({ cloudWatch }) => {
    cloudWatch[ALARM] = 'ALARM';
    return (later) => void (later.cloudWatch[ALARM] = 'OK');
  },
};

/** No task can be placed, until it can again. */
export const noCapacity: Change = {
  name: 'no-capacity',
  apply: (simulated) => {
    setCapacity(simulated, true);
    return (later) => setCapacity(later, false);
  },
};

function setCapacity({ ecs }: SimulatedAccount, hasNone: boolean): void {
  if (ecs) ecs.hasNoCapacity = hasNone;
}

/** References of images whose tasks never become healthy. */
export function setFailing({ ecs }: SimulatedAccount, images: readonly string[]): void {
  if (ecs) ecs.failing = images;
}

/** What a scan of an execution's image comes to, when it is made next. */
export function setScan({ ecr }: SimulatedAccount, execution: string, scan: ScanResult): void {
  const images = ecr?.[REPOSITORY];
  const image = images?.[digestOf(execution)];
  if (images && image) images[digestOf(execution)] = { ...image, scan, scannedAt: undefined };
}
