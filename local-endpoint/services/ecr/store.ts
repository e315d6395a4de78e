import { ECRClient } from '@aws-sdk/client-ecr';
import { clientOf } from '../../kit/client';
import { formatArn } from '../../kit/arn';
import type { ServiceContext } from '../../kit/context';
import type { Scope } from '../../kit/scope';
import { Store } from '../../kit/store';
import type { Scan } from './scanning/model';

/** What ECR keeps beside moto, by account and region. */
export class EcrStore extends Store<EcrState> {
  constructor(readonly context: ServiceContext) {
    super((scope) => ({
      scope,
      pushedAt: new Map(),
      scans: new Map(),
      puts: new Map(),
      withPolicy: new Set(),
    }));
  }

  /** Calls ECR itself in an account and region, with every right. */
  client({ account, region }: Scope): ECRClient {
    return clientOf(ECRClient, this.context.aws.asService(account, region));
  }
}

/** What ECR keeps beside moto for one account in one region. */
export interface EcrState {
  readonly scope: Scope;
  /** When an image was pushed, by {@link imageKey} and by the endpoint's clock; moto knows only the machine's. */
  readonly pushedAt: Map<string, Date>;
  /** The latest scan of each image, by {@link imageKey}. */
  readonly scans: Map<string, Scan>;
  /** The last PutImage of each repository, by its name; it never rejects. */
  readonly puts: Map<string, Promise<unknown>>;
  /** Names of repositories that may have a lifecycle policy. */
  readonly withPolicy: Set<string>;
}

/** Identifies a repository. */
export interface RepositoryId extends Scope {
  readonly name: string;
}

/** Identifies an image within its account and region. */
export const imageKey = ({ name }: RepositoryId, digest: string): string => `${name}@${digest}`;

/** The ARN of a repository. */
export const repositoryArn = (repository: RepositoryId): string =>
  formatArn('ecr', repository, `repository/${repository.name}`);
