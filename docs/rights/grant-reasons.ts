/** Why grants stay although no step of a rehearsal has failed without them. */
export interface GrantReason {
  /** Which roles, by their names with `*` for the environment. */
  readonly roles: RegExp;
  readonly actions: readonly string[];
  /** A sentence; it names the page of AWS, or the test, that the reason rests on. */
  readonly reason: string;
}

const REPORTS = [
  'CreateReportGroup',
  'CreateReport',
  'UpdateReport',
  'BatchPutTestCases',
  'BatchPutCodeCoverages',
];

/** Of bakes, by service. */
const BAKE = {
  'ec2-instance-connect': ['SendSSHPublicKey'],
  ec2: [
    'CreateImage',
    'CreateTags',
    'DescribeImages',
    'DescribeInstanceStatus',
    'DescribeInstances',
    'DescribeSecurityGroups',
    'DescribeSubnets',
    'DescribeVolumes',
    'EnableImageDeprecation',
    'ModifyImageAttribute',
    'RunInstances',
    'StopInstances',
    'TerminateInstances',
  ],
  iam: ['GetInstanceProfile', 'PassRole'],
  s3: ['GetObjectVersion', 'PutObject'],
  ssm: ['GetParameter', 'PutParameter', 'StartSession', 'TerminateSession'],
};

/** What `clean-up-bakes` does in EC2. */
const LEFT_BY_BAKES = [
  'CreateTags',
  'DeleteKeyPair',
  'DeleteSecurityGroup',
  'DeleteVolume',
  'DescribeKeyPairs',
  'DescribeSecurityGroups',
  'DescribeSnapshots',
  'DescribeTags',
  'DescribeVolumes',
  'TerminateInstances',
];

/** The first whose role and action match a grant is its reason. */
export const GRANT_REASONS: readonly GrantReason[] = [
  {
    roles: /^shop-foundation-|-execution$|-(?:build|check|bake|function)$/,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    reason:
      'Logs: nothing that a step expects depends on them, and without them nobody could find out why something failed.',
  },
  {
    roles: /^shop-foundation-/,
    actions: ['codepipeline:PutJobFailureResult'],
    reason:
      'A job that fails would fail all the same, but only after 20 minutes, and with a message without the reason: it takes two faults to see it missing.',
  },
  {
    roles: /^shop-foundation-/,
    actions: ['codepipeline:GetPipelineState'],
    reason:
      "For rollbacks whose variables name another execution than their own; AWS does not document which, and the local endpoint names the rollback's (test/handlers/job).",
  },
  {
    roles: /^shop-foundation-\*-events$/,
    actions: ['sns:Publish'],
    reason:
      'Notifications: no step expects a mail; test/security/notifications.test.ts takes the grant away.',
  },
  {
    roles: /-ci$/,
    actions: [
      ...[
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:GetAuthorizationToken',
      ],
      ...['ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart', 's3:PutObject'],
    ],
    reason:
      "A team's own CI has this role; a rehearsal uploads as a person does (test/source/ci-role.test.ts, test/security/ci-roles.test.ts).",
  },
  {
    roles: /-execution$/,
    actions: [
      ...['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetAuthorizationToken'],
      'ecr:GetDownloadUrlForLayer',
    ],
    reason:
      'The agent of ECS pulls images with it, and no container runs here: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html',
  },
  {
    roles: /-instance$/,
    actions: [
      'ssm:UpdateInstanceInformation',
      ...['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
        (name) => `ssmmessages:${name}`,
      ),
    ],
    reason:
      'The agent of Systems Manager runs on instances, and none runs here: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html',
  },
  {
    roles: /-(?:build|check)$/,
    actions: REPORTS.map((name) => `codebuild:${name}`),
    reason:
      'Reports of tests and of coverage; a buildspec decides whether it makes any: https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html',
  },
  {
    roles: /-(?:build|check)$/,
    actions: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetObjectVersion', 's3:PutObject'],
    reason:
      "CodeBuild's own calls to the artifact store, as AWS lists them for its service role; the local one makes fewer: https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html",
  },
  {
    roles: /-build$/,
    actions: ['ecr:DescribeImages', 'ecr:GetDownloadUrlForLayer'],
    reason:
      'docker pulls layers with them, and a buildspec asks for what is there; the example’s pushes only, and without a docker daemon a stand-in does it.',
  },
  {
    roles: /^shop-\w+-\*$/,
    actions: ['codebuild:StopBuild'],
    reason:
      'CodePipeline stops a build with it when an execution is stopped; no step expects the build to end with it.',
  },
  {
    roles: /^shop-\w+-\*$/,
    actions: [
      'ecr:StartImageScan',
      ...['inspector2:ListAccountPermissions', 'inspector2:ListCoverage', 'inspector2:ListFindings'],
    ],
    reason:
      'For images that were never scanned, indexes of images, and registries with enhanced scanning, which the example has not (test/handlers/scan-images, test/handlers/record-release).',
  },
  {
    roles: /^shop-foundation-/,
    actions: ['codepipeline:ListActionExecutions', 'codepipeline:PutJobSuccessResult', 'sts:AssumeRole'],
    reason:
      'All action functions confirm and answer jobs, and take the role of a pipeline, with the same code (handlers/job, handlers/role-session.ts); a step fails without it for record-release.',
  },
  {
    roles: /-bake$/,
    actions: actionsOf(BAKE),
    reason:
      'test/packer/grants.test.ts bakes with these grants alone, takes four away, and lists the few that only a real Packer or CodeBuild needs.',
  },
  {
    roles: /^shop-quotes-\*$/,
    actions: ['lambda:DeleteFunction', 'lambda:ListAliases', 'lambda:ListVersionsByFunction'],
    reason:
      'Old versions are deleted with them, which fails no release and no step waits for (test/handlers/record-versions).',
  },
  {
    roles: /^shop-quotes-\*$/,
    actions: ['ssm:GetParameter'],
    reason:
      'Behind the end of an execution that failed, aliases are given back with it, which no step waits for (test/handlers/record-versions/restore.test.ts).',
  },
  {
    roles: /^shop-(?:fleet|quotes|shopfront)-\*$/,
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    reason:
      "CodePipeline's own calls to the artifact store, as AWS lists them for its service role; the local one makes those that a pipeline's actions need for certain. Those of storefront, whose actions read artifacts, show each: https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html",
  },
  {
    roles: /^shop-fleet-\*$/,
    actions: LEFT_BY_BAKES.map((name) => `ec2:${name}`),
    reason:
      'What a bake left that failed or was stopped is found and removed with them, behind the execution; test/handlers/clean-up-bakes takes each away, and the error of the function names it.',
  },
  {
    roles: /^shop-(?:fleet|quotes)-\*$/,
    actions: ['ssm:GetParameterHistory'],
    reason:
      'A rollback, or a retry after a deployment of the stack, reads the settings that it was made with, and not the latest ones (handlers/parameters/settings-reader.ts, test/handlers/publish-versions/release.test.ts).',
  },
  {
    roles: /^shop-fleet-\*$/,
    actions: ['autoscaling:DeleteTags'],
    reason:
      'Takes the tag off the group that goes on serving after a release that failed, where its minimum had been raised; the groups of the rehearsal are at their minimum then (test/handlers/fleet/create-green-group.test.ts, test/handlers/fleet/clean-up-groups.test.ts).',
  },
  {
    roles: /^shop-(?:fleet|quotes)-\*$/,
    actions: [
      'codepipeline:GetPipeline',
      'codepipeline:GetPipelineState',
      'codepipeline:ListPipelineExecutions',
    ],
    reason:
      'Behind the end of an execution, clean-up-groups and record-versions ask whether another one deploys, before they remove a group or give aliases back; no execution fails for that any more (handlers/executions/reached-stage.ts, test/handlers/fleet/clean-up-groups.test.ts, test/handlers/record-versions/restore.test.ts).',
  },
];

/** The actions of services. */
function actionsOf(services: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(services).flatMap(([service, names]) => names.map((name) => `${service}:${name}`));
}
