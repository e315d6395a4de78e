import { createHash } from 'node:crypto';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { settingsParameterName } from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import type { LambdaPipeline } from '../config/model';
import { lambdaSettings } from '../config/settings';

/** SHA-256 of all that the action functions are handed, as 16 hexadecimal digits. */
export const settingsHash = (pipeline: LambdaPipeline): string =>
  createHash('sha256')
    .update(JSON.stringify(lambdaSettings(pipeline, '')))
    .digest('hex')
    .slice(0, 16);

/** The parameter with what the action functions need of the config. */
export const settingsParameter = (scope: Construct, pipeline: LambdaPipeline, hash: string): CfnParameter =>
  new CfnParameter(scope, 'Settings', {
    name: settingsParameterName(identityOf(pipeline)),
    type: 'String',
    tier: 'Intelligent-Tiering',
    value: JSON.stringify(lambdaSettings(pipeline, hash)),
  });
