import type { Finding } from '../issues';
import type { Draft, Placed } from '../spread';
import { agreement, type Mention } from './agreement';

/** What pipelines say of a repository agrees, whether images are uploaded to it or built. */
export function checkRepositories({ pipelines }: Draft): Finding[] {
  return agreement(pipelines.flatMap(repositories), 'ECR repository');
}

function repositories(placed: Placed): Mention[] {
  return placed.pipeline.source.from === 'git' ? built(placed) : uploaded(placed);
}

function uploaded({ pipeline: { source, environment }, image }: Placed): Mention[] {
  if (source.from !== 'uploads') return [];
  return source.images.map(({ repository, existing, untaggedExpiryDays }, index) => ({
    name: repository,
    environment,
    existing,
    existingAt: image(index, 'existing'),
    nameAt: image(index, 'ecr'),
    expiry: { days: untaggedExpiryDays, at: image(index, 'untaggedExpiry') },
  }));
}

function built({ pipeline: { source, environment }, at }: Placed): Mention[] {
  if (source.from !== 'git') return [];
  return source.build.images.map(({ container, repository, existing, untaggedExpiryDays, keep }) => {
    const field = (name: string) => at(['build', 'images', container, name]);
    return {
      name: repository,
      environment,
      existing,
      existingAt: field('existing'),
      nameAt: field('ecr'),
      expiry: { days: untaggedExpiryDays, at: field('untaggedExpiry') },
      keep: { images: keep, at: field('keep') },
    };
  });
}
