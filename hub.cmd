@echo off
rem The SMS hub on Windows, from a package or a clone that is built (mvnw package -DskipTests). Needs a JDK 17 or later.
rem What each command means for the JVM is worked out in Java (tools: org.smshub.site.Launch), for hub too.
setlocal
set "home=%~dp0."
if "%~1"=="" type "%home%\hub.txt" & exit /b 2
if "%~1"=="help" type "%home%\hub.txt" & exit /b 0
if "%~1"=="--help" type "%home%\hub.txt" & exit /b 0
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if exist "%home%\jre\bin\java.exe" set "java=%home%\jre\bin\java"
set "launch=%home%\lib\tools\smshub-tools.jar"
if not exist "%launch%" set "launch=%home%\tools\target\classes"
rem it has data and ports of its own, and the list of opt-outs alone is looked at
if not "%~1"=="explain" goto launch
set "HUB_EXPLAIN_DATA=%HUB_DATA%"
set HUB_DATA=
set HUB_HTTP_PORT=
set HUB_MANAGEMENT_PORT=
:launch
"%java%" -cp "%launch%" org.smshub.site.Launch --start "%home%" %*
exit /b %errorlevel%
