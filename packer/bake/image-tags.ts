import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BakeError } from './bake-error';
import type { BakeInputs } from './inputs';

/** Beside the playbook: an object of tags for the image. */
const FILE = 'image-tags.json';

/** EC2 takes 50 tags; the bake adds its own. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html */
const MAX_TAGS = 40;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/** @throws BakeError for what EC2 would refuse, and for tags that are the factory's or AWS's */
export function readImageTags({ playbookFolder }: BakeInputs): Readonly<Record<string, string>> {
  const path = join(playbookFolder, FILE);
  if (!existsSync(path)) return {};
  const tags = parse(readFileSync(path, 'utf8'));
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS)
    throw new BakeError(`${FILE} must have at most ${MAX_TAGS} tags, got: ${entries.length}`);
  for (const [key, value] of entries) checkTag(key, value);
  return tags as Record<string, string>;
}

function parse(text: string): object {
  let tags: unknown;
  try {
    tags = JSON.parse(text);
  } catch {
    // Without the engine's message, which quotes the text around the mistake.
    throw new BakeError(`${FILE} must be JSON, got: ${text.length} characters of something else`);
  }
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags))
    throw new BakeError(`${FILE} must be an object of tags, got: ${kindOf(tags)}`);
  return tags;
}

function checkTag(key: string, value: unknown): void {
  if (/^(?:aws|pipeline-factory):/i.test(key) || key === 'Name')
    throw new BakeError(`a tag of ${FILE} must not be AWS's or the factory's own, got: ${key}`);
  if (key === '' || key.length > MAX_KEY_LENGTH)
    throw new BakeError(`a tag of ${FILE} must have 1 to ${MAX_KEY_LENGTH} characters, got: ${key}`);
  if (typeof value !== 'string' || value.length > MAX_VALUE_LENGTH)
    throw new BakeError(
      `the tag ${key} of ${FILE} must be text of at most ${MAX_VALUE_LENGTH} characters, got: ${kindOf(value)}`,
    );
}

/** What a value is, without what a file may hold by mistake. */
function kindOf(value: unknown): string {
  if (typeof value === 'string') return `${value.length} characters`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
