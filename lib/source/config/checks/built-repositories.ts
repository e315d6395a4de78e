import type { Diagnostic } from '../../../config/diagnostic';
import type { Path } from '../../../config/path';
import type { ImageRecipe } from '../sources';
import type { LocatedRepository } from './sourced-pipeline';

/** A repository of an image that a pipeline builds. */
interface BuiltRepository extends LocatedRepository {
  readonly recipe: ImageRecipe;
}

/**
 * An image is found by the tag of its commit, so that in a repository a commit has one image. Different entries have
 * repositories of their own; the environments of one entry may share theirs as long as they build the same.
 * Why that is sound: docs/decisions/0007-images-by-commit.md
 */
export function checkBuiltRepositories(repositories: readonly LocatedRepository[]): Diagnostic[] {
  const first = new Map<string, BuiltRepository>();
  return repositories.flatMap(builtOf).flatMap((each) => {
    const { account, region } = each.pipeline.environment;
    const key = `${account} ${region} ${each.use.repository}`;
    const other = first.get(key);
    if (!other) first.set(key, each);
    return other && other.pipeline !== each.pipeline ? mixedUp(each, other) : [];
  });
}

function builtOf(located: LocatedRepository): BuiltRepository[] {
  const { recipe } = located.use;
  return recipe ? [{ ...located, recipe }] : [];
}

function mixedUp(each: BuiltRepository, other: BuiltRepository): Diagnostic[] {
  const { repository } = each.use;
  const ecr = each.fieldAt('ecr');
  if (each.pipeline.name !== other.pipeline.name) {
    const rule = `ECR repository ${repository} is the one that ${other.pipeline.name} builds its images into: each would take the tag of a commit from the other's image`;
    return [{ path: ecr, rule }];
  }
  const { environment } = other.pipeline;
  if (each.recipe.container !== other.recipe.container) {
    const rule = `ECR repository ${repository} is the one of container ${other.recipe.container} in ${environment.name}: each would take the tag of a commit from the other's image`;
    return [{ path: ecr, rule }];
  }
  const path = differenceAt(each, other);
  if (!path) return [];
  const rule = `differs from ${environment.name}, whose images of the same commits are in the same ECR repository ${repository}: put {environment} in its name`;
  return [{ path, rule }];
}

/** The field that makes another image of the same commit. */
function differenceAt(each: BuiltRepository, other: BuiltRepository): Path | undefined {
  if (each.recipe.buildspec !== other.recipe.buildspec) return each.at(each.recipe.buildspecField);
  const key = (['context', 'dockerfile'] as const).find(
    (field) => each.recipe[field] !== other.recipe[field],
  );
  return key && each.fieldAt(key);
}
