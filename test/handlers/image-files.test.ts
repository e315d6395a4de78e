import { parseImageDefinitions, parseImageDetail } from '../../handlers/image-files';

test('reads images by container, and the one image of a detail', () => {
  const web = { name: 'web', imageUri: 'registry/web:1' };
  expect(parseImageDefinitions(JSON.stringify([web, { name: 'app', imageUri: 'app:2' }]))).toEqual({
    web: 'registry/web:1',
    app: 'app:2',
  });
  expect(parseImageDetail('{"ImageURI":"registry/web@sha256:0","RepositoryName":"web"}')).toBe(
    'registry/web@sha256:0',
  );
});

test.each([
  ['{', 'imagedefinitions.json must be JSON'],
  ['{}', 'must be a list of at least one container and its image, got: {}'],
  ['[]', 'must be a list of at least one container and its image, got: []'],
  ['[{"name":"web"}]', 'item 0 must have a text "name" and a text "imageUri", got: {"name":"web"}'],
  ['[{"name":"web","imageUri":"a"},{"name":"web","imageUri":"b"}]', 'name must be unique, got web twice'],
])('refuses the imagedefinitions.json %s', (text, message) => {
  expect(() => parseImageDefinitions(text)).toThrow(message);
});

test.each(['{', '[]', '{"ImageUri":"x"}'])('refuses the imageDetail.json %s', (text) => {
  expect(() => parseImageDetail(text)).toThrow(
    `imageDetail.json must be a JSON object with a text "ImageURI", got: ${text}`,
  );
});
