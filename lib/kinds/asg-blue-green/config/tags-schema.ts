import { z } from 'zod';
import { matching, namedBy } from '../../../config/schema-parts';

/** An instance has fifty at most: those of the instances, of the group, of the factory and of Auto Scaling. */
const MAX_TAGS = 20;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const tagKey = matching(
  'must be a tag’s key: letters, digits, spaces and + - = . _ : / @, at most 128',
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
).refine((key) => !RESERVED.test(key), 'must not start with aws: or pipeline-factory:, which are reserved');

const RESERVED = /^(aws|pipeline-factory):/i;

/** Tags by key. */
export const tagsSchema = z
  .record(
    tagKey,
    matching(
      'must be a tag’s value: letters, digits, spaces and + - = . _ : / @, at most 256',
      /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
    ),
    namedBy('must be a mapping of keys to values, such as { team: web }'),
  )
  .refine((tags) => Object.keys(tags).length <= MAX_TAGS, `must have at most ${MAX_TAGS} tags`)
  .meta({ id: 'Tags' });
