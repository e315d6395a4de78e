import type { Finding } from '../../../config/check-schema';
import type { BuiltImage } from '../../../config/model';
import type { Placed } from '../../../config/resolve';
import type { Path } from '../../../config/yaml-file';

/** An image that a pipeline builds. */
interface Built {
  readonly placed: Placed;
  readonly image: BuiltImage;
  /** @default - the factory's own buildspec */
  readonly buildspec: string | undefined;
}

/**
 * An image is found by the tag of its commit, so that in a repository a commit has one image. Different entries have
 * repositories of their own; the environments of one entry may share theirs as long as they build the same.
 * Why that is sound: docs/decisions/0007-images-by-commit.md
 */
export function sharedByBuilds(pipelines: readonly Placed[]): Finding[] {
  const first = new Map<string, Built>();
  return pipelines.flatMap(builtOf).flatMap((each) => {
    const { account, region } = each.placed.pipeline.environment;
    const key = `${account} ${region} ${each.image.repository}`;
    const other = first.get(key);
    if (!other) first.set(key, each);
    return other && other.placed !== each.placed ? problems(each, other) : [];
  });
}

function builtOf(placed: Placed): Built[] {
  const { source } = placed.pipeline;
  if (source.from !== 'git') return [];
  const { images, buildspec } = source.build;
  return images.map((image) => ({ placed, image, buildspec }));
}

function problems(each: Built, other: Built): Finding[] {
  const { pipeline } = each.placed;
  const ecr = at(each, 'ecr');
  if (pipeline.name !== other.placed.pipeline.name) {
    const rule = `ECR repository ${each.image.repository} is the one that ${other.placed.pipeline.name} builds its images into: each would take the tag of a commit from the other's image`;
    return [{ path: ecr, rule }];
  }
  const { environment } = other.placed.pipeline;
  if (each.image.container !== other.image.container) {
    const rule = `ECR repository ${each.image.repository} is the one of container ${other.image.container} in ${environment.name}: each would take the tag of a commit from the other's image`;
    return [{ path: ecr, rule }];
  }
  const path = differenceAt(each, other);
  if (!path) return [];
  const rule = `differs from ${environment.name}, whose images of the same commits are in the same ECR repository ${each.image.repository}: put {environment} in its name`;
  return [{ path, rule }];
}

/** What makes another image of the same commit. */
function differenceAt(each: Built, other: Built): Path | undefined {
  if (each.buildspec !== other.buildspec) return each.placed.at(['build', 'buildspec']);
  const key = (['context', 'dockerfile'] as const).find((field) => each.image[field] !== other.image[field]);
  return key && at(each, key);
}

function at({ placed, image }: Built, key: string): Path {
  return placed.at(['build', 'images', image.container, key]);
}
