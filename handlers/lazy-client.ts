/** A client of the SDK, as far as handlers use it. */
interface Client {
  send(command: object, options?: object): Promise<unknown>;
}

/** What is loaded of a client's package: the client, commands and paginators by their names. */
type Sdk = Readonly<Record<string, new (argument: unknown) => object>>;

type Load = () => Promise<Sdk>;

type Paginate = (config: object, input: unknown) => AsyncIterable<unknown>;

/**
 * The class of a client whose package is loaded by its first call, with the same configuration and the same answers. In the
 * bundles of handlers it takes the place of the SDK's class, and {@link lazyCommand} and {@link lazyPaginator} take the
 * place of what is used with it: a function has clients for all that it may do, and an invocation uses few of them.
 */
export function lazyClient(load: Load, name: string) {
  return class LazyClient {
    private client?: Client;

    constructor(private readonly config: unknown) {}

    async send(command: LazyCommand, options?: object): Promise<unknown> {
      const sdk = await load();
      return this.in(sdk).send(create(sdk, command.name, command.input), options);
    }

    /** The client itself. */
    in(sdk: Sdk): Client {
      return (this.client ??= create(sdk, name, this.config) as Client);
    }
  };
}

/** The class of a command that has its input only, until a client sends it. */
export function lazyCommand(name: string) {
  return class implements LazyCommand {
    readonly name = name;

    constructor(readonly input: unknown) {}
  };
}

/** A paginator that loads its client with the first page. */
export function lazyPaginator(load: Load, name: string) {
  return async function* ({ client, ...config }: LazyPagination, input: unknown): AsyncGenerator<unknown> {
    const sdk = await load();
    const paginate = sdk[name] as unknown as Paginate;
    yield* paginate({ ...config, client: client.in(sdk) }, input);
  };
}

interface LazyCommand {
  readonly name: string;
  readonly input: unknown;
}

interface LazyPagination {
  readonly client: { in(sdk: Sdk): Client };
}

function create(sdk: Sdk, name: string, argument: unknown): object {
  const Class = sdk[name];
  if (!Class) throw new Error(`The bundle must have what the handler uses of the SDK, got: no ${name}`);
  return new Class(argument);
}
