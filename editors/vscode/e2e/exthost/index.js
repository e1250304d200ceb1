// Runs inside the real extension host, with the whole vscode API; the extension is installed from its package.
const { say } = require('./tools.js');

exports.run = async () => {
  try {
    await require(`./${process.env.HEGAO_TEST}.js`).run();
    say('done');
  } catch (error) {
    say(`ERROR ${error.stack ?? error}`);
    throw error;
  }
};
