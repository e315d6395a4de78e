import type { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { PipelineIdentity } from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import { logGroupName } from './config/names';
import { createLogGroup, logKey } from '../log-group';

export interface ServiceLogGroupProps {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
}

/** Where the tasks of every release write; it outlives the stack where the environment has `retain`. */
export class ServiceLogGroup extends Construct {
  readonly name: string;
  readonly resource: CfnLogGroup;

  constructor(scope: Construct, id: string, { identity, environment }: ServiceLogGroupProps) {
    super(scope, id);
    this.name = logGroupName(identity);
    this.resource = createLogGroup(this, 'Resource', {
      name: this.name,
      environment,
      keyArn: logKey(this, identity.prefix, environment),
    });
  }
}
