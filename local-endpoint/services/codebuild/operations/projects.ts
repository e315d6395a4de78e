import type {
  BatchGetProjectsInput,
  BatchGetProjectsOutput,
  CreateProjectInput,
  CreateProjectOutput,
  DeleteProjectInput,
  InvalidateProjectCacheInput,
  ListProjectsInput,
  ListProjectsOutput,
  UpdateProjectInput,
  UpdateProjectOutput,
} from '@aws-sdk/client-codebuild';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { formatArn, nameOfArn } from '../../../kit/arn';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { type Scope, scopeOf } from '../../../kit/scope';
import { findProject } from '../find';
import type { StoredProject } from '../model';
import { batchOf, codeBuildPage, invalidInput, sorted } from '../request';
import { cacheLocation, s3Client } from '../run/s3';
import { requireServiceRole } from '../service-role';
import { type CodeBuildStore, projectArn } from '../store';
import { validateProject } from '../validate-project';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
export const createProject =
  (store: CodeBuildStore): Operation<CreateProjectInput, CreateProjectOutput> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const { projects } = store.state.in(scope);
    const project = newProject(scope, input, store.context.clock.now());
    validateProject(project);
    if (projects.has(project.name))
      throw new AwsError('ResourceAlreadyExistsException', `Project already exists: ${project.arn}`);
    await requireServiceRole(store, scope, project);
    projects.set(project.name, project);
    return { project };
  };

function newProject(scope: Scope, input: CreateProjectInput, now: Date): StoredProject {
  const defaults = {
    timeoutInMinutes: 60,
    queuedTimeoutInMinutes: 480,
    cache: { type: 'NO_CACHE' },
    encryptionKey: formatArn('kms', scope, 'alias/aws/s3'),
  } as const;
  const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  return {
    ...defaults,
    ...(Object.fromEntries(given) as Omit<StoredProject, keyof typeof defaults>),
    arn: projectArn(scope, input.name ?? ''),
    created: now,
    lastModified: now,
    badge: { badgeEnabled: false },
    projectVisibility: 'PRIVATE',
  };
}

/** Changes what is given, and leaves the rest. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html */
export const updateProject =
  (store: CodeBuildStore): Operation<UpdateProjectInput, UpdateProjectOutput> =>
  async (input, context) => {
    const state = store.state.in(scopeOf(context));
    const before = findProject(state, input.name);
    const given = Object.entries(input).filter(([, value]) => value !== undefined);
    const project: StoredProject = {
      ...before,
      ...(Object.fromEntries(given) as Partial<StoredProject>),
      name: before.name,
      lastModified: store.context.clock.now(),
    };
    validateProject(project);
    if (input.serviceRole) await requireServiceRole(store, state.scope, project);
    state.projects.set(project.name, project);
    return { project };
  };

/** Its builds stay; deleting one that does not exist succeeds. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteProject.html */
export const deleteProject =
  (store: CodeBuildStore): Operation<DeleteProjectInput> =>
  async (input, context) => {
    if (!input.name) throw invalidInput('Project name is required');
    const { projects, buildNumbers } = store.state.in(scopeOf(context));
    const name = nameOfArn(input.name);
    projects.delete(name);
    buildNumbers.delete(name);
    return {};
  };

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetProjects.html */
export const batchGetProjects =
  (store: CodeBuildStore): Operation<BatchGetProjectsInput, BatchGetProjectsOutput> =>
  async (input, context) => {
    const { projects } = store.state.in(scopeOf(context));
    const names = batchOf(input.names, 'names');
    return {
      projects: names.flatMap((name) => projects.get(nameOfArn(name)) ?? []),
      projectsNotFound: names.filter((name) => !projects.has(nameOfArn(name))),
    };
  };

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListProjects.html */
export const listProjects =
  (store: CodeBuildStore): Operation<ListProjectsInput, ListProjectsOutput> =>
  async ({ sortBy = 'NAME', sortOrder, nextToken }, context) => {
    const projects = [...store.state.in(scopeOf(context)).projects.values()].sort((one, other) =>
      sortKeyOf(one, sortBy) < sortKeyOf(other, sortBy) ? -1 : 1,
    );
    const { items, next } = codeBuildPage(sorted(projects, sortOrder, 'ASCENDING'), nextToken);
    return { projects: items.map(({ name }) => name), nextToken: next };
  };

function sortKeyOf({ name, created, lastModified }: StoredProject, sortBy: string): string {
  if (sortBy === 'NAME') return name;
  return (sortBy === 'CREATED_TIME' ? created : lastModified)?.toISOString() ?? '';
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_InvalidateProjectCache.html */
export const invalidateProjectCache =
  (store: CodeBuildStore): Operation<InvalidateProjectCacheInput> =>
  async (input, context) => {
    const { account, region } = scopeOf(context);
    const location = cacheLocation(findProject(store.state.in({ account, region }), input.projectName));
    if (!location) return {};
    const s3 = s3Client(store.context.aws.asService(account, region));
    await s3.send(new DeleteObjectCommand({ Bucket: location.bucket, Key: location.key }));
    return {};
  };
