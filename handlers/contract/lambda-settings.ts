/**
 * What the action functions of releases to Lambda need of the config, as JSON in the parameter `…/settings`, which
 * CloudFormation writes (at most 8 KB, the advanced tier's limit).
 */
export interface LambdaSettings {
  /** SHA-256 of the config that these were made of, 16 hexadecimal digits. */
  readonly hash: string;
  /** The alias whose traffic a release moves, of every function. */
  readonly alias: string;
  /** How many published versions are kept of each function, beside those that an alias names. 1 or more. */
  readonly keepVersions: number;
  /** Functions that CodeDeploy invokes around the move of the traffic. @default - CodePipeline's own action moves it */
  readonly hooks?: TrafficHooks;
  /**
   * Whether the alias names `$LATEST`: no version is published, a release serves at once, and none can be taken back.
   * @default false
   */
  readonly latest?: boolean;
  /**
   * The environments whose pipelines release the same functions, each to an alias of its own: this one's among them, in the
   * file's order. @default - the functions are of this environment alone
   */
  readonly shared?: readonly string[];
  /** What is released, by the name that the config gives each function. */
  readonly functions: Readonly<Record<string, FunctionSettings>>;
}

/**
 * Names of functions of the pipeline's account and Region, one of them at least.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html#appspec-hooks-lambda
 */
export interface TrafficHooks {
  /** Before the new version gets any traffic. @default - none */
  readonly beforeAllowTraffic?: string;
  /** After it has all of it. @default - none */
  readonly afterAllowTraffic?: string;
}

/** A function as a release is to configure it. An existing function may have any of it left out, which it keeps as it is. */
export interface FunctionSettings {
  readonly functionName: string;
  /** Whether a stack of the team has made it. @default false */
  readonly existing?: boolean;
  /** Path of a folder or a `.zip` file in the build's artifact. */
  readonly code: string;
  readonly handler?: string;
  /** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
  readonly runtime?: string;
  readonly architecture?: 'x86_64' | 'arm64';
  /** MB, 128 to 10,240. */
  readonly memory?: number;
  /** Seconds, 1 to 900. */
  readonly timeout?: number;
  /** All environment variables, but for those of {@link parameters}. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Names of parameters of type String or StringList, by the variable that gets the value. @default - none */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Whether Lambda takes a snapshot of each version once it is initialized, and starts it from that. @default false */
  readonly snapStart?: boolean;
  /** @default - the function is in no network of the account; an existing one stays in the one that it is in */
  readonly network?: FunctionNetwork;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export interface FunctionNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}
