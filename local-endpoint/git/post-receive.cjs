/* git runs this after a push. It reports the changed references to the endpoint, and prints the endpoint's response for the pusher. */
const { readFileSync } = require('node:fs');

const { LOCAL_PUSH_URL, GIT_PUSH_OPTION_COUNT = '0' } = process.env;
const options = Array.from(
  { length: Number(GIT_PUSH_OPTION_COUNT) },
  (_, index) => process.env[`GIT_PUSH_OPTION_${index}`],
);

fetch(LOCAL_PUSH_URL, {
  method: 'POST',
  body: JSON.stringify({ references: readFileSync(0, 'utf8'), options }),
})
  .then((answer) => answer.text())
  .then((text) => process.stdout.write(text))
  .catch((error) => process.stderr.write(`The local endpoint did not receive this push: ${error.message}\n`));
