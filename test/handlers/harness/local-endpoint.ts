/** The parts of the local endpoint that the handlers' tests run on, all in this file. */
import { createSessions } from '../../../local-endpoint/authorization/sessions';
import { startEndpoint } from '../../../local-endpoint/endpoint/server';
import type { Service } from '../../../local-endpoint/endpoint/service';
import { createEcr } from '../../../local-endpoint/services/ecr/service';
import { ACCOUNT, type ClientConfig } from './client-config';
import type { ManualClock } from '../../../local-endpoint/test/support/manual-clock';

export { AwsError, type Operation, type Service } from '../../../local-endpoint/endpoint/service';
export { startMoto } from '../../../local-endpoint/moto/moto';
export { type ManualClock, manualClock } from '../../../local-endpoint/test/support/manual-clock';

type EmulatedEcr = ReturnType<typeof createEcr>;

export interface HandlersEndpointOptions {
  /** Services in front of moto. */
  readonly services: readonly Service[];
  /** @default - none */
  readonly observers?: EmulatedEcr['observers'];
  /** Base URL of moto. @default - nothing is forwarded */
  readonly moto?: string;
}

/** Starts an endpoint that authorizes every call. */
export function startHandlersEndpoint({
  services,
  observers = [],
  moto = 'http://127.0.0.1:9',
}: HandlersEndpointOptions): ReturnType<typeof startEndpoint> {
  const sessions = createSessions(ACCOUNT);
  return startEndpoint({
    port: 0,
    moto,
    services: [...services],
    observers,
    callerOf: (key) => sessions.callerOf(key),
    authorize: async () => undefined,
    say: () => undefined,
  });
}

export interface TestEcrOptions {
  readonly clock: ManualClock;
  /** Of the clients that ECR itself calls moto with. */
  readonly config: (region: string) => ClientConfig;
  /** A folder for its files. */
  readonly folder: string;
  readonly closing: AbortSignal;
}

/** The local endpoint's ECR, which scans images. */
export function testEcr({ clock, config, folder, closing }: TestEcrOptions): EmulatedEcr {
  return createEcr({
    clock,
    aws: {
      asService: (_, region) => config(region),
      asRole: async (_, region) => config(region),
      asPrincipal: (_, __, region) => config(region),
    },
    bus: { emit: () => '' },
    folder,
    closing,
    say: () => undefined,
  });
}
