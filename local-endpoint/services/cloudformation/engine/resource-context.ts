import { randomBytes } from 'node:crypto';
import type { AwsIdentity } from '../../../kit/aws';
import type { ClientConfiguration, ResourceContext } from '../../../kit/resources/provider';
import type { Stack } from './stack';
import type { StackStore } from './store';

/** Keeps one client per class for one identity, so that connections are shared. */
export type Clients = ResourceContext['client'];

/** Clients that act as one identity. */
export function createClients(identity: AwsIdentity): Clients {
  const made = new Map<unknown, unknown>();
  return <Client>(type: new (configuration: ClientConfiguration) => Client): Client => {
    const client = made.get(type) ?? new type({ ...identity, forcePathStyle: true });
    made.set(type, client);
    return client as Client;
  };
}

/** What a provider is given for one resource. */
export function resourceContext(
  { context: serviceContext, answers }: StackStore,
  stack: Stack,
  client: Clients,
  resource: { readonly logicalId: string; readonly type: string },
  made: (physicalId: string) => void = () => undefined,
): ResourceContext {
  return {
    account: stack.account,
    region: stack.region,
    stackName: stack.name,
    stackId: stack.id,
    logicalId: resource.logicalId,
    type: resource.type,
    clock: serviceContext.clock,
    answers,
    client,
    generatedName: (longest) => generatedName(stack.name, resource.logicalId, longest),
    made,
  };
}

/** Both parts are shortened alike where they are too long together. */
function generatedName(stackName: string, logicalId: string, longest: number): string {
  const store = longest - RANDOM_LENGTH - 2;
  const half = Math.floor(store / 2);
  const first = stackName.slice(0, Math.max(half, store - logicalId.length));
  const second = logicalId.slice(0, store - first.length);
  return `${first}-${second}-${randomText()}`.replace(/--+/g, '-');
}

const RANDOM_LENGTH = 12;

const randomText = (): string =>
  [...randomBytes(RANDOM_LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('');

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
