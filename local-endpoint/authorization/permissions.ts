import type { Rules } from '../kit/permissions';
import { cloudformation } from '../services/cloudformation/permissions';
import { cloudwatch } from '../services/cloudwatch/permissions';
import { codecommit } from '../services/codecommit/permissions';
import { codeconnections } from '../services/codeconnections/permissions';
import { codebuild } from '../services/codebuild/permissions';
import { codedeploy } from '../services/codedeploy/permissions';
import { codepipeline } from '../services/codepipeline/permissions';
import { ecr } from '../services/ecr/permissions';
import { ecs } from '../services/ecs/permissions';
import { elasticloadbalancing } from '../services/elasticloadbalancing/permissions';
import { events } from '../services/events/permissions';
import { iam, sts } from '../services/iam/permissions';
import { kms } from '../services/kms/permissions';
import { lambda } from '../services/lambda/permissions';
import { logs } from '../services/logs/permissions';
import { sns, sqs } from '../services/sns/permissions';
import { s3 } from '../services/s3/permissions';
import { secretsmanager } from '../services/secretsmanager/permissions';
import { ssm } from '../services/ssm/permissions';

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
