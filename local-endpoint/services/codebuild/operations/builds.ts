import type {
  BatchDeleteBuildsInput,
  BatchDeleteBuildsOutput,
  BatchGetBuildsInput,
  BatchGetBuildsOutput,
  ListBuildsForProjectInput,
  ListBuildsForProjectOutput,
  ListBuildsInput,
  ListBuildsOutput,
  StopBuildInput,
  StopBuildOutput,
} from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { buildIdOf, findBuild, findProject } from '../find';
import { batchOf, codeBuildPage, sorted } from '../request';
import { BuildInterruption, interruptBuild } from '../run/failure';
import { buildArn, type CodeBuildStore } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetBuilds.html */
export const batchGetBuilds =
  (store: CodeBuildStore): Operation<BatchGetBuildsInput, BatchGetBuildsOutput> =>
  async (input, context) => {
    const { builds } = store.state.in(scopeOf(context));
    const ids = batchOf(input.ids, 'ids');
    return {
      builds: ids.flatMap((id) => builds.get(buildIdOf(id))?.build ?? []),
      buildsNotFound: ids.filter((id) => !builds.has(buildIdOf(id))),
    };
  };

/** Newest first. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuilds.html */
export const listBuilds =
  (store: CodeBuildStore): Operation<ListBuildsInput, ListBuildsOutput> =>
  async ({ sortOrder, nextToken }, context) => {
    const ids = [...store.state.in(scopeOf(context)).builds.keys()];
    const { items, next } = codeBuildPage(sorted(ids, sortOrder, 'DESCENDING'), nextToken);
    return { ids: items, nextToken: next };
  };

/** Newest first. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuildsForProject.html */
export const listBuildsForProject =
  (store: CodeBuildStore): Operation<ListBuildsForProjectInput, ListBuildsForProjectOutput> =>
  async ({ projectName, sortOrder, nextToken }, context) => {
    const state = store.state.in(scopeOf(context));
    const { name } = findProject(state, projectName);
    const builds = [...state.builds.values()].filter(({ build }) => build.projectName === name);
    const ids = builds.map(({ build }) => build.id);
    const { items, next } = codeBuildPage(sorted(ids, sortOrder, 'DESCENDING'), nextToken);
    return { ids: items, nextToken: next };
  };

/** A build that has ended stays as it is. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StopBuild.html */
export const stopBuild =
  (store: CodeBuildStore): Operation<StopBuildInput, StopBuildOutput> =>
  async (input, context) => {
    const record = findBuild(store.state.in(scopeOf(context)), input.id);
    interruptBuild(record, new BuildInterruption('STOPPED', '', 'The build was stopped'));
    return { build: record.build };
  };

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchDeleteBuilds.html */
export const batchDeleteBuilds =
  (store: CodeBuildStore): Operation<BatchDeleteBuildsInput, BatchDeleteBuildsOutput> =>
  async (input, context) => {
    const { builds, scope } = store.state.in(scopeOf(context));
    const ids = batchOf(input.ids, 'ids').map(buildIdOf);
    const ended = ids.filter((id) => builds.get(id)?.build.buildComplete);
    for (const id of ended) builds.delete(id);
    const notDeleted = ids.filter((id) => !ended.includes(id));
    return {
      buildsDeleted: ended.map((id) => buildArn(scope, id)),
      buildsNotDeleted: notDeleted.map((id) => ({
        id: buildArn(scope, id),
        statusCode: builds.has(id) ? 'BUILD_IN_PROGRESS' : 'BUILD_NOT_FOUND',
      })),
    };
  };
