import { scaledClock } from '../kit/clock';
import type { RunningService } from '../kit/local-service';
import { createServices } from '../run-endpoint';
import { SERVICES } from '../services';

/** Every service of the endpoint with its operations. Nothing serves them, so none of them may be called. */
export function createdServices(): readonly RunningService[] {
  const options = {
    services: SERVICES,
    account: '111111111111',
    clock: scaledClock(1),
    folder: '',
    closing: AbortSignal.abort(),
    log: () => undefined,
  };
  return createServices(options, unreachable).services;
}

function unreachable(): never {
  throw new Error('Services that nothing serves cannot be called');
}
