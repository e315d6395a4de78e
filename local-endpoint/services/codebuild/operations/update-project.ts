import type { UpdateProjectInput, UpdateProjectOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { findProject } from '../find';
import type { CodeBuildStore } from '../store';
import type { StoredProject } from '../stored-project';
import { requireAssumable } from '../service-role';
import { validateProject } from '../validate-project';

/** Changes what is given, and leaves the rest. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html */
export const updateProject =
  (store: CodeBuildStore): Operation<UpdateProjectInput, UpdateProjectOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const before = findProject(region, input.name);
    const given = Object.entries(input).filter(([, value]) => value !== undefined);
    const changed: StoredProject = {
      ...before,
      ...(Object.fromEntries(given) as Partial<StoredProject>),
      name: before.name,
      lastModified: store.context.clock.now(),
    };
    validateProject(changed);
    if (input.serviceRole) await requireAssumable(store, region, changed.serviceRole, changed.arn);
    region.projects.set(changed.name, changed);
    return { project: changed };
  };
