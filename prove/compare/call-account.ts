import { MODULES } from '../process/sdk';

/** Calls an account. @returns what the SDK's client returns @throws the SDK's error */
export type CallAccount = (service: string, operation: string, input: object) => Promise<object>;

type ClientClass = new (config: object) => { send(command: object): Promise<object> };
type CommandClass = new (input: object) => object;

/**
 * Calls an account with the SDK's real clients, one of each service.
 * @param config of every client
 */
export function callAccount(config: object): CallAccount {
  const clients = new Map<string, InstanceType<ClientClass>>();
  return (service, operation, input) => {
    const [module, name] = MODULES[service] ?? [];
    const Client = module?.[name ?? ''] as ClientClass | undefined;
    const Command = module?.[`${operation}Command`] as CommandClass | undefined;
    if (!Client || !Command) throw new Error(`prove/process/sdk.ts must have ${service}.${operation}`);
    const client = clients.get(service) ?? new Client({ ...config, maxAttempts: 1 });
    clients.set(service, client);
    return client.send(new Command(input));
  };
}
