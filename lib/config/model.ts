import type { LocatedDiagnostic } from './config-error';

/**
 * What `pipelines.yaml` configures: validated, with defaults filled in, names composed, and one pipeline for each
 * environment of an entry. The rest of `lib/` reads this and nothing else. Times are whole seconds unless named otherwise.
 */
export interface Config {
  readonly prefix: string;
  readonly environments: readonly Environment[];
  /** One for each entry and environment, in the file's order. Each kind knows its own. */
  readonly pipelines: readonly BasePipeline[];
  /**
   * One for each entry that has its pull requests checked: what the entry is in the environment where that happens. It is
   * deployed there only where it is among {@link pipelines} too.
   */
  readonly pullRequests: readonly BasePipeline[];
  /** What is right but probably not meant. */
  readonly warnings: readonly LocatedDiagnostic[];
  /** What is right and has consequences to know. */
  readonly notes: readonly LocatedDiagnostic[];
}

/** Where pipelines deploy. */
export interface Environment {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Whether data and log groups outlive `cdk destroy`. @default false */
  readonly retain: boolean;
  /** E-mail addresses that are notified of approvals, failures and rollbacks. @default [] */
  readonly approvers: readonly string[];
  /** ARNs, `*` allowed, of who may read events that could not be delivered. @default - nobody */
  readonly eventReaders: readonly string[];
  /** Whether it has what an auditor asks for, at a cost: logs of access and of network traffic, protection, keys. @default false */
  readonly hardened: boolean;
  /** Days that log groups keep their events, one of CloudWatch's own choices. @default 30, or 365 where hardened */
  readonly logRetentionDays: number;
}

/** What every pipeline has, whatever its kind. */
export interface BasePipeline {
  /** The name of its kind. */
  readonly kind: string;
  readonly prefix: string;
  /** The key under `pipelines:`. */
  readonly name: string;
  readonly environment: Environment;
  /** Whether a person must agree before the deployment. @default false */
  readonly approval: boolean;
}

/** A connection of CodeConnections, which a person authorizes once in the console. */
export interface Connection {
  /** The key under `connections:`. */
  readonly name: string;
  /** ARN of a connection that is there already. @default - the factory makes it, in each account and region that needs it */
  readonly arn?: string;
  /** Who hosts the repositories; only of a connection that the factory makes. */
  readonly provider?: ConnectionProvider;
  /** ARN of the CodeConnections host of an installed provider (GitHubEnterpriseServer, GitLabSelfManaged). @default - none */
  readonly host?: string;
}

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html */
export type ConnectionProvider =
  | 'Bitbucket'
  | 'GitHub'
  | 'GitHubEnterpriseServer'
  | 'GitLab'
  | 'GitLabSelfManaged'
  | 'AzureDevOps';
