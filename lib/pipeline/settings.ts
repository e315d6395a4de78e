import { createHash } from 'node:crypto';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { settingsParameterName } from '../../handlers/contract/names';
import { identityOf } from '../config/identity';
import type { BasePipeline } from '../config/model';

const HASH_LENGTH = 16;

/** SHA-256 of the JSON of what settings are made of, as 16 hexadecimal digits: by it a pipeline's actions name their settings. */
export const hashOfSettings = (of: unknown): string =>
  createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, HASH_LENGTH);

/**
 * The parameter with what a pipeline's action functions need of the config.
 * @param settings with their hash
 */
export const settingsParameter = (
  scope: Construct,
  pipeline: BasePipeline,
  settings: { readonly hash: string },
): CfnParameter =>
  new CfnParameter(scope, 'Settings', {
    name: settingsParameterName(identityOf(pipeline)),
    type: 'String',
    tier: 'Intelligent-Tiering',
    value: JSON.stringify(settings),
  });
