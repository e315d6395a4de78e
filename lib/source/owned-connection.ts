import { CfnConnection } from 'aws-cdk-lib/aws-codeconnections';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { connectionName, connectionParameterName } from '../../handlers/contract/names';
import { removalPolicy } from '../removal';
import type { Connection } from '../config/model';

export interface OwnedConnectionProps {
  readonly prefix: string;
  readonly connection: Connection;
  /** Whether it outlives its stack; a new one would have to be authorized again. */
  readonly retain: boolean;
}

/**
 * A connection to a git host, which is PENDING until a person authorizes it in the console, and the parameter that holds
 * its ARN for pipelines. A connection to an installed host takes the type of its provider from that.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codeconnections-connection.html
 */
export class OwnedConnection extends Construct {
  constructor(scope: Construct, id: string, { prefix, connection, retain }: OwnedConnectionProps) {
    super(scope, id);
    const { name, provider, host } = connection;
    const made = new CfnConnection(this, 'Resource', {
      connectionName: connectionName(prefix, name),
      ...(host ? { hostArn: host } : { providerType: provider }),
    });
    made.applyRemovalPolicy(removalPolicy(retain));
    new CfnParameter(this, 'Arn', {
      name: connectionParameterName(prefix, name),
      type: 'String',
      value: made.attrConnectionArn,
      description: `The connection that pipelines of ${prefix} reach ${name} through`,
    });
  }
}
