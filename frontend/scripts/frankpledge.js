// Starts the GOV.UK components. Every page works without this file.
import { initAll } from "./GOVUK_FILE";

initAll();
