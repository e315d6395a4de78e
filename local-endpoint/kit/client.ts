import type { AwsIdentity } from './aws';

type ClientClass<Client> = new (config: AwsIdentity & { readonly maxAttempts: number }) => Client;

const clients = new WeakMap<AwsIdentity, Map<unknown, unknown>>();

/**
 * A client with an identity, made once: that takes as long as a call. What fails is repeated by whoever calls, not by the
 * client, because what answers it is in this process.
 */
export function clientOf<Client>(Class: ClientClass<Client>, identity: AwsIdentity): Client {
  const known = clients.get(identity) ?? new Map<unknown, unknown>();
  clients.set(identity, known);
  const client = (known.get(Class) as Client | undefined) ?? new Class({ ...identity, maxAttempts: 1 });
  known.set(Class, client);
  return client;
}
