import type { Rules } from '../access';
import { cloudformation } from './cloudformation';
import { cloudwatch } from './cloudwatch';
import { codecommit } from './codecommit';
import { codeconnections } from './codeconnections';
import { codebuild } from './codebuild';
import { codedeploy } from './codedeploy';
import { codepipeline } from './codepipeline';
import { ecr } from './ecr';
import { ecs } from './ecs';
import { elasticloadbalancing } from './elasticloadbalancing';
import { events } from './events';
import { iam, sts } from './identity';
import { kms } from './kms';
import { lambda } from './lambda';
import { logs } from './logs';
import { sns, sqs } from './messaging';
import { s3 } from './s3';
import { secretsmanager } from './secretsmanager';
import { ssm } from './ssm';

/** What calls need, by service and operation; calls that are not here need their action on `*`. */
export const ACTIONS: Readonly<Record<string, Rules>> = {
  cloudformation,
  cloudwatch,
  codecommit,
  codeconnections,
  'codestar-connections': codeconnections,
  codebuild,
  codedeploy,
  codepipeline,
  ecr,
  ecs,
  elasticloadbalancing,
  events,
  iam,
  kms,
  lambda,
  logs,
  s3,
  secretsmanager,
  sns,
  sqs,
  ssm,
  sts,
};
