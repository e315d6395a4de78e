import type { CreateProjectInput, CreateProjectOutput } from '@aws-sdk/client-codebuild';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { projectArn, type Region, type CodeBuildStore } from '../store';
import type { StoredProject } from '../stored-project';
import { requireAssumable } from '../service-role';
import { validateProject } from '../validate-project';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
export const createProject =
  (store: CodeBuildStore): Operation<CreateProjectInput, CreateProjectOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const project = newProject(region, input, store.context.clock.now());
    validateProject(project);
    if (region.projects.has(project.name))
      throw new AwsError('ResourceAlreadyExistsException', `Project already exists: ${project.arn}`);
    await requireAssumable(store, region, project.serviceRole, project.arn);
    region.projects.set(project.name, project);
    return { project };
  };

function newProject(region: Region, input: CreateProjectInput, now: Date): StoredProject {
  const standard = {
    timeoutInMinutes: 60,
    queuedTimeoutInMinutes: 480,
    cache: { type: 'NO_CACHE' },
    encryptionKey: `arn:aws:kms:${region.name}:${region.account}:alias/aws/s3`,
  } as const;
  const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  return {
    ...standard,
    ...(Object.fromEntries(given) as Omit<StoredProject, keyof typeof standard>),
    arn: projectArn(region, input.name ?? ''),
    created: now,
    lastModified: now,
    badge: { badgeEnabled: false },
    projectVisibility: 'PRIVATE',
  };
}
