import type {
  ApplicationInfo,
  DeploymentConfigInfo,
  DeploymentGroupInfo,
  GenericRevisionInfo,
  RevisionLocation,
  Tag,
} from '@aws-sdk/client-codedeploy';
import { formatArn } from '../../kit/arn';
import type { ServiceContext } from '../../kit/context';
import type { Scope } from '../../kit/scope';
import { Store } from '../../kit/store';
import type { DeploymentRecord } from './deployment/deployment';
import { predefinedConfigs } from './predefined-configs';

/** What CodeDeploy keeps, by account and region; at first nothing but AWS's predefined deployment configurations. */
export class CodeDeployStore extends Store<CodeDeployState> {
  constructor(readonly context: ServiceContext) {
    super((scope) => ({
      scope,
      applications: new Map(),
      configs: predefinedConfigs(context.clock.now()),
      deployments: new Map(),
      tags: new Map(),
    }));
  }
}

/** What CodeDeploy keeps for one account in one region. */
export interface CodeDeployState {
  readonly scope: Scope;
  /** By name. */
  readonly applications: Map<string, ApplicationRecord>;
  /** By name. */
  readonly configs: Map<string, DeploymentConfigInfo>;
  /** By id, oldest first. */
  readonly deployments: Map<string, DeploymentRecord>;
  /** By the ARN of the application or deployment group that has them. */
  readonly tags: Map<string, Tag[]>;
}

/** An application with what belongs to it. */
export interface ApplicationRecord {
  readonly info: ApplicationInfo;
  /** By name. */
  readonly groups: Map<string, DeploymentGroupInfo>;
  /** By {@link revisionKey}. */
  readonly revisions: Map<string, ApplicationRevision>;
}

/** A revision as GetApplicationRevision returns it, with its content. */
export interface ApplicationRevision {
  readonly location: RevisionLocation;
  readonly info: GenericRevisionInfo;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html */
export const applicationArn = (scope: Scope, application: string): string =>
  formatArn('codedeploy', scope, `application:${application}`);

/** The ARN of a deployment group. */
export const groupArn = (scope: Scope, application: string, group: string): string =>
  formatArn('codedeploy', scope, `deploymentgroup:${application}/${group}`);
